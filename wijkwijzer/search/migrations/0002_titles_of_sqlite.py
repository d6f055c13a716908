from django.db import migrations


class Migration(migrations.Migration):
    """Nothing for Django: after each migration the engine compares its own tables with what they should be.

    A site is only migrated when there is something to apply, so who changes those tables adds an empty migration.
    """

    dependencies = [("search", "0001_initial")]
    operations = []
