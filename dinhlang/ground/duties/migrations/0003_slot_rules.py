from django.db import migrations, models
from django.db.models import F


def as_before(apps, schema_editor):
    """Until the slots are brought to the rulebook (`dinhlang up`, every tick), the wording of the day they open applies."""
    apps.get_model("duties", "Slot").objects.update(decides=F("opens"))


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_run_voided"),
    ]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="decides",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="slot",
            name="rules",
            field=models.BinaryField(default=b"", max_length=32),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    ]
