"""Projects of a body. All of it is public; amounts are whole đồng."""

from django.db import models

from dinhlang.ground.bodies.models import Body


class Project(models.Model):
    """A project as the latest list has it. `slug` names it among the projects of its body; `year` is the year whose plan and payments it
    gives; `village` the body in which it lies, where the list names one; `batch` and `place` say by which import it came."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    village = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=200, default="", blank=True)
    owner = models.CharField(max_length=200, default="", blank=True)
    contractor = models.CharField(max_length=200, default="", blank=True)
    first_year = models.SmallIntegerField(null=True)
    last_year = models.SmallIntegerField(null=True)
    total = models.BigIntegerField(null=True)
    year = models.SmallIntegerField()
    plan = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12)  # an id of policy/projects.toml
    entered = models.DateField()
    batch = models.CharField(max_length=16)
    place = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "slug"], name="one_project_of_a_name")]
        indexes = [models.Index(fields=["batch"])]


class Past(models.Model):
    """The hash of what a row said before a later list said otherwise, so that the import it came by can still be checked."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="past")
    batch = models.CharField(max_length=16)
    place = models.IntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["batch"])]
