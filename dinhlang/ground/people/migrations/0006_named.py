"""Which acts of the record name which account: a table of its own, filled from the sealed parts that can still be read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from dinhlang.ground.record.vault import unbox

ACTS = ("people.appoint", "people.end_mandate", "people.renew")


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A row for each such act, those that wait for their batch included."""
    accounts = dict(apps.get_model("auth", "User").objects.values_list("username", "pk"))
    parts, keys = apps.get_model("record", "Part").objects, apps.get_model("record", "VaultKey").objects
    named = apps.get_model("people", "Named")
    for table in ("ClosedEntry", "Entry", "Pending"):
        lines = apps.get_model("record", table).objects.filter(act__in=ACTS).values_list("hash", "subject")
        for leaf, subject in lines.iterator(chunk_size=500):
            box = parts.filter(hash=leaf, name="sender").values_list("box", flat=True).first()
            key = keys.filter(hash=leaf, name="sender").values_list("key", flat=True).first()
            said = unbox(key, box)[1]
            account = accounts.get(said.get("account")) if isinstance(said, dict) else None
            if account is not None:
                named.objects.get_or_create(subject=subject, defaults={"account_id": account})


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0005_outside"),
        ("record", "0002_closed_entries_of_a_body"),
    ]

    operations = [
        migrations.CreateModel(
            name="Named",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=16, unique=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
