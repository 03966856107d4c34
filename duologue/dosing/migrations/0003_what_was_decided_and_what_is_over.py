from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dosing", "0002_appended_and_never_below_nothing")]

    operations = [
        migrations.AddField(
            "administration",
            "decided",
            models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            "observation", "over", models.JSONField(blank=True, default=list)
        ),
    ]
