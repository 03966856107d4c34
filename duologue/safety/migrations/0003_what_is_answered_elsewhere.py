from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("safety", "0002_access_is_asked_about")]

    operations = [
        migrations.AlterField(
            model_name="accessalertclosure",
            name="word",
            field=models.CharField(
                choices=[
                    ("meant", "Yes, it was meant"),
                    ("not meant", "No, or I do not know"),
                    ("settled", "Answered elsewhere"),
                ],
                max_length=10,
            ),
        ),
    ]
