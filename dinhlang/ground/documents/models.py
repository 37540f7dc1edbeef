"""Papers with their states, the digests they are held by, and the layouts that a province put in the place of ours.

What a paper says, its files and who signed stand in the record, where they can be erased.
"""

from django.db import models
from django.db.models import Q

from dinhlang.ground.bodies.models import Body


class Paper(models.Model):
    """A paper about a thing (a matter, a meeting): exported for signature, or issued. `part` tells papers of one kind apart (a round)."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # whose paper it is
    about = models.CharField(max_length=16)  # the subject of the thing
    kind = models.CharField(max_length=16)  # of policy/documents.toml
    part = models.CharField(max_length=12, default="", blank=True)
    seen = models.CharField(max_length=8)  # open | inside | private, as the thing
    state = models.CharField(max_length=8)  # of states.PAPER
    digest = models.CharField(max_length=64, default="", blank=True)  # SHA-256 of what it said when exported
    earliest = models.DateField(null=True)  # it bears no day before this one
    exported = models.DateTimeField(null=True)
    number = models.CharField(max_length=60, default="", blank=True)
    numbered = models.CharField(max_length=60, default="", blank=True)  # the number as two are compared
    dated = models.DateField(null=True)
    year = models.SmallIntegerField(null=True)
    issued = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["about"])]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "numbered"], condition=~Q(numbered=""), name="one_paper_of_a_number"),
            models.UniqueConstraint(fields=["about", "kind", "part"], condition=~Q(state="replaced"), name="one_paper_that_stands"),
        ]


class Print(models.Model):
    """A file of a paper by its digest: the one exported as PDF or as Word document, a signed page as it is kept, as it was sent."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="prints")
    what = models.CharField(max_length=8)  # pdf | docx | signed | sent
    number = models.SmallIntegerField()  # among the files of its entry
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "what", "number"], name="one_print_of_a_number")]


class Layout(models.Model):
    """A Word template that a province put in the place of a layout of ours. The file stands in the record, with its latest entry."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=12)  # of policy/documents.toml
    kept = models.DateField()
    removed = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "layout"], condition=Q(removed=None), name="one_layout_that_stands")]
