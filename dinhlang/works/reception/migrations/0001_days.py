import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bodies", "0004_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="Day",
            fields=[
                ("subject", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("begins", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("place", models.CharField(max_length=120)),
                ("receives", models.CharField(max_length=8)),
                ("about", models.CharField(blank=True, default="", max_length=300)),
                ("slots", models.SmallIntegerField(default=0)),
                ("minutes", models.SmallIntegerField(default=0)),
                ("planned", models.BooleanField()),
                ("entered", models.DateTimeField()),
                ("moved", models.SmallIntegerField(default=0)),
                ("was", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("state", models.CharField(max_length=8)),
                ("received", models.CharField(blank=True, default="", max_length=8)),
                ("people", models.IntegerField(null=True)),
                ("groups", models.IntegerField(null=True)),
                ("body", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body")),
            ],
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("subject", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("slot", models.SmallIntegerField()),
                ("people", models.SmallIntegerField()),
                ("state", models.CharField(max_length=9)),
                ("day", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="reception.day")),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("subject", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("kind", models.CharField(max_length=9)),
                ("people", models.IntegerField()),
                ("ours", models.BooleanField()),
                ("body", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body")),
                ("day", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="reception.day")),
            ],
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(fields=["body", "begins"], name="reception_d_body_id_6beb17_idx"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "signed")), fields=("day", "slot"), name="one_booking_of_a_slot"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(fields=("body", "year", "number"), name="one_line_of_a_number"),
        ),
    ]
