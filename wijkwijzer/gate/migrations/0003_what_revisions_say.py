import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("gate", "0002_what_is_public_already"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="RevisionContent",
            fields=[
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="said",
                        serialize=False,
                        to="wagtailcore.revision",
                        verbose_name="versie",
                    ),
                ),
                ("content_hash", models.CharField(max_length=64, verbose_name="controlegetal van de inhoud")),
            ],
            options={
                "verbose_name": "inhoud van een versie",
                "verbose_name_plural": "inhoud van versies",
            },
        ),
        migrations.CreateModel(
            name="RevisionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(verbose_name="nummer van het bestand")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="soort bestand",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named_files",
                        to="wagtailcore.revision",
                        verbose_name="versie",
                    ),
                ),
            ],
            options={
                "verbose_name": "bestand in een versie",
                "verbose_name_plural": "bestanden in versies",
                "indexes": [models.Index(fields=["kind", "number"], name="gate_revisions_of_file")],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "kind", "number"), name="gate_file_once_a_revision")
                ],
            },
        ),
    ]
