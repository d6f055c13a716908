"""Mail a portrayed person the way to what the site shows of them."""

from wijkwijzer.mail import letters
from wijkwijzer.mail.models import Link
from wijkwijzer.people.models import Person

from .models import PortraitLink
from .models.links import DAYS, PURPOSE


def send_link(person: Person, email: str) -> PortraitLink:
    """A new link by mail. The one before it may be in hands it was not meant for, so it ends."""
    for before in person.portrait_links.filter(link__withdrawn_at=None).select_related("link"):
        before.link.withdraw()
    link = Link.objects.make(PURPOSE, days=DAYS)
    made = PortraitLink.objects.create(person=person, link=link, email=email)
    letters.write("mijn-portret", email, {"name": person.name}, link=link)
    return made
