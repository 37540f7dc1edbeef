from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0001_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="day",
            name="online",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
    ]
