import modelcluster.contrib.taggit
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_sitesettings_newsletter_text_and_more"),
        ("taxonomy", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="knowledgepage",
            name="themes",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="Waar gaat de pagina over? Vink één tot vier thema’s aan.",
                through="pages.PageTheme",
                to="taxonomy.Theme",
                verbose_name="thema’s",
            ),
        ),
    ]
