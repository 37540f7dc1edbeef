from django.db import migrations, models


class Migration(migrations.Migration):
    """A document may be struck, its number is free again then; what ends a duty after its day waits for a second office."""

    dependencies = [("bodies", "0001_initial"), ("disclosures", "0003_first_due")]

    operations = [
        migrations.AddField(model_name="decision", name="struck", field=models.DateField(null=True)),
        migrations.RemoveConstraint(model_name="decision", name="one_decision_of_a_number"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck", None)), fields=("body", "slug"), name="one_decision_of_a_number"
            ),
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("subject", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("asked_by", models.BigIntegerField()),
                ("asked_as", models.CharField(default="", max_length=40)),
                ("digest", models.BinaryField(max_length=32)),
                ("confirmed", models.BooleanField(default=False)),
                ("about", models.CharField(db_index=True, max_length=16)),
                ("reason", models.CharField(max_length=40)),
                ("body", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="bodies.body")),
            ],
            options={"abstract": False},
        ),
    ]
