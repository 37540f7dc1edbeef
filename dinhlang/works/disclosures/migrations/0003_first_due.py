from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Min, OuterRef, Subquery


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The earliest due day of documents registered before it was kept: the one their clocks have now."""
    clocks = apps.get_model("duties", "Clock").objects.filter(source=OuterRef("subject"), voided=None)
    first = clocks.order_by().values("source").annotate(first=Min("due_rolled")).values("first")
    apps.get_model("disclosures", "Decision").objects.update(first_due=Subquery(first))


class Migration(migrations.Migration):
    """A document keeps the earliest due day it ever had, and what waits for a second office the office that asked."""

    dependencies = [("duties", "0001_initial"), ("disclosures", "0002_sighting_of_a_run")]

    operations = [
        migrations.AddField(model_name="decision", name="first_due", field=models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddField(model_name="redate", name="asked_as", field=models.CharField(default="", max_length=40)),
    ]
