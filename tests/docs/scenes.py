"""What the site of the pictures has besides the demo: code that is run in it before they are taken."""

# What people searched: the report is empty on a new site.
SEARCHES = """
from datetime import timedelta
from django.utils import timezone
from wijkwijzer.search.models import SearchCount
day = timezone.localdate() - timedelta(days=2)
for words, searches, without_result in (
    ("repaircafé", 14, 14), ("buurtvader", 9, 9), ("wijkbudget", 11, 4), ("buurthuis", 32, 0), ("sociale kaart", 21, 0)
):
    SearchCount.objects.create(key=words, day=day, words=words, searches=searches, without_result=without_result)
"""

# A draft of the author that waits for an editor.
SUBMITTED = """
from practices.models import TipListPage
from wijkwijzer.users.models import User
author, page = User.objects.get(username="auteur"), TipListPage.objects.get(slug="vijf-tips-voor-verbinders")
page.summary = page.summary + " Met een tip van een lezer."
page.save_revision(user=author, log_action=True)
page.get_workflow().start(page, author)
"""

# A made-up person who asked to be taken off the site.
ASKED = """
from wijkwijzer.consent.models import Request
from wijkwijzer.pages.models import KnowledgePage
page = KnowledgePage.objects.get(slug="kees-verzinsel-almere")
from wijkwijzer.people.models import Person
person = Person.objects.get(slug="kees-verzinsel")
Request.objects.create(kind="withdrawal", person=person).pages.add(page)
"""

# The link of the made-up person who was asked for a yes.
SIGN_OFF = """
from wijkwijzer.editorial.models import Invitation
print(Invitation.objects.get(page__slug="sam-voorbeeld-almere").link.address)
"""
