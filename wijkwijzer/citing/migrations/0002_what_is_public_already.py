from django.db import migrations
from django.utils import timezone


def keep_what_is_public(apps, schema_editor):
    """Of each publication that is on the site: the text that last went through the gate, at the day it did."""
    publications = apps.get_model("gate", "Publication").objects.filter(revision__isnull=False)
    versions = apps.get_model("citing", "Version").objects
    pages = apps.get_model("pages", "KnowledgePage").objects.filter(live=True, versions=None)
    for key in pages.values_list("pk", flat=True):
        last = publications.filter(page=key).order_by("-at", "-pk").first()
        if last is not None:
            versions.create(
                page_id=key, newest_of_id=key, day=timezone.localtime(last.at).date(), why="first",
                revision_id=last.revision_id, content_hash=last.content_hash,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("citing", "0001_versions"), ("gate", "0003_what_revisions_say"), ("pages", "0006_change_note")]

    operations = [migrations.RunPython(keep_what_is_public, migrations.RunPython.noop)]
