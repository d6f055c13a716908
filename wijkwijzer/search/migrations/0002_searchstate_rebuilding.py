from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchstate",
            name="rebuilding",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="searchstate",
            name="rebuilt_up_to",
            field=models.BigIntegerField(default=0),
        ),
    ]
