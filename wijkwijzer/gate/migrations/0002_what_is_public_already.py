"""Pages that were published before there was a gate get a row each, so that a change behind its back is seen. Moments
of going live and expiring that were set on pages go: nothing would carry them out, and they would lock the page."""

from typing import Any

from django.db import migrations

from wijkwijzer.gate.content import content_hash

DERIVED = frozenset({"kind", "word_count", "card_note"})


def record(apps: Any, _schema_editor: Any) -> None:
    pages = apps.get_model("wagtailcore", "Page").objects.filter(live=True, live_revision__isnull=False)
    publications = apps.get_model("gate", "Publication").objects
    for page in pages.select_related("live_revision").iterator():
        publications.create(
            page=page,
            revision=page.live_revision,
            content_hash=content_hash(page.live_revision.content, leave_out=DERIVED),
            how="before",
        )


def forget_moments(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("wagtailcore", "Page").objects.update(go_live_at=None, expire_at=None)
    revisions = apps.get_model("wagtailcore", "Revision").objects
    revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)


class Migration(migrations.Migration):
    dependencies = [("gate", "0001_initial")]
    operations = [
        migrations.RunPython(record, migrations.RunPython.noop),
        migrations.RunPython(forget_moments, migrations.RunPython.noop),
    ]
