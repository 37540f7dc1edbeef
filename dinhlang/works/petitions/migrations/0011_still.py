"""Until when a house clock stands still. What stood still without an end is given thirty days from the day on which it began."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F


def end(apps, _schema):
    month = timedelta(days=30)
    standing = apps.get_model("petitions", "Petition").objects.filter(state="taken", paused__isnull=False, due__isnull=False)
    standing.update(still=F("paused") + month, due=F("due") + month, paused=None)


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0010_about_a_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="still",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(end, migrations.RunPython.noop),
    ]
