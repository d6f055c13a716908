from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="municipality",
            name="display_name",
            field=models.CharField(
                help_text="Zoals mensen de gemeente noemen, bijvoorbeeld ’s-Hertogenbosch.",
                max_length=80,
                verbose_name="naam op de site",
            ),
        ),
        migrations.AlterField(
            model_name="municipality",
            name="slug",
            field=models.SlugField(
                help_text="Het laatste deel van het webadres.", max_length=80, unique=True, verbose_name="adres"
            ),
        ),
    ]
