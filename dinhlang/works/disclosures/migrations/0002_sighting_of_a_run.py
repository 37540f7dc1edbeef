from django.db import migrations, models


class Migration(migrations.Migration):
    """A confirmation is of one posting: paper that was put up anew has to be seen anew."""

    dependencies = [("disclosures", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="sighting", name="one_sighting_of_a_person"),
        migrations.RemoveField(model_name="sighting", name="part"),
        migrations.RemoveField(model_name="sighting", name="place"),
        migrations.AddField(model_name="sighting", name="run", field=models.CharField(default="", max_length=16), preserve_default=False),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.UniqueConstraint(fields=("run", "which", "voice"), name="one_sighting_of_a_person"),
        ),
    ]
