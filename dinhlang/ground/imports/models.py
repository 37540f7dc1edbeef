"""Lists on their way in, what is remembered of their columns, and what was entered by one act."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.imports import states


class Import(models.Model):
    """A file that an office brought, until its rows are entered by one act. A draft: no public state, no page of the public shows it."""

    public = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # the name of a kind of import
    file = models.CharField(max_length=200)  # its name, as shown
    sha256 = models.CharField(max_length=64)  # of the file's bytes
    table = models.BinaryField(null=True)  # the cells, compressed; gone when nothing more is to be done with them
    sheet = models.IntegerField(default=0)
    first = models.IntegerField(default=0)  # the place of the first row of data in the sheet
    columns = models.JSONField(default=dict)  # column of the kind -> place in the sheet
    asked = models.JSONField(default=dict)  # what was typed once for the whole file
    day = models.DateField()
    state = models.CharField(max_length=10, choices=[(name, name) for name in states.NAMES])
    done = models.IntegerField(default=0)  # rows read so far
    total = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)  # how often the house began and did not come to an end
    report = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, default="")  # of what was shown before it was confirmed
    account = models.IntegerField(null=True)  # None: the console
    mandate = models.IntegerField(null=True)  # under which office it was confirmed
    code = models.CharField(max_length=16, default="")  # opens the page of its receipt
    created = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "created"]), models.Index(fields=["state"])]


class Mapping(models.Model):
    """Which column a body's header means, learnt from the last time somebody chose."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    header = models.CharField(max_length=200)  # folded
    column = models.CharField(max_length=40)  # "" for one that was left out on purpose

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "kind", "header"], name="one_meaning_of_a_header")]


class EnteredList(models.Model):
    """The rows of a list of bodies as one act entered them; its entry commits to their root."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    salt = models.BinaryField()
    rows = models.BinaryField()  # JSON lines, compressed
    root = models.CharField(max_length=64)
