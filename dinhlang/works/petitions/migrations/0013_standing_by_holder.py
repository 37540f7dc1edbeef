"""How petitions stand is told by who has them, in groups that move together; what was told before of that was no such group and goes."""

import django.db.models.deletion
from django.db import migrations, models


def note_public(apps, schema_editor):
    """Petitions whose text everybody reads already are left out where senders are counted."""
    petitions, texts = apps.get_model("petitions", "Petition"), apps.get_model("petitions", "PublicText")
    seen = texts.objects.filter(state__in=("shown", "down"))
    petitions.objects.filter(pk__in=seen.values("petition")).update(shown_text=True)
    petitions.objects.filter(pk__in=seen.exclude(stands="").values("petition")).update(shown_state=True)


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0004_succession"),
        ("petitions", "0012_anonymous"),
    ]

    operations = [
        migrations.DeleteModel(name="Standing"),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("commune", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body")),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body")),
                ("state", models.CharField(max_length=8)),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(fields=("day", "commune", "holder", "state"), name="one_standing_of_a_state"),
        ),
        migrations.AddField(
            model_name="petition",
            name="told_body",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
            ),
        ),
        migrations.AddField(model_name="petition", name="told_state", field=models.CharField(blank=True, default="", max_length=8)),
        migrations.AddField(model_name="petition", name="shown_text", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="petition", name="shown_state", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="publictext", name="coarse", field=models.BooleanField(default=False)),
        migrations.RunPython(note_public, migrations.RunPython.noop, elidable=True),
    ]
