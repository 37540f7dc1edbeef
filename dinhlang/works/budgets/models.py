"""Budgets of a body and their lines. Amounts are whole đồng; all of it is public."""

from django.db import models
from django.db.models import Q

from dinhlang.ground.bodies.models import Body


class Stage(models.TextChoices):
    """What a table of a budget is: laid before the council, adopted, carried out, settled."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    EXECUTION = "execution"
    SETTLEMENT = "settlement"


class Side(models.TextChoices):
    """Which side of the budget a line is on: money in, money out, or other finances beside the budget."""

    REVENUE = "revenue"
    SPENDING = "spending"
    OTHER = "other"


class Budget(models.Model):
    """A table of a body's budget for a period ("2026" or "2026-Q3"). `unit` is that of the file, in đồng;
    `replaced_by` the subject of the table that corrects it, "" while it stands; `number` the document by which it was decided, if any. The
    four amounts are what its sides come to, worked out of its lines."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    period = models.CharField(max_length=10)
    number = models.CharField(max_length=60, default="", blank=True)
    unit = models.IntegerField()
    note = models.TextField(default="", blank=True)
    entered = models.DateField()
    version = models.SmallIntegerField(default=1)
    replaced_by = models.CharField(max_length=16, default="", blank=True)
    revenue_plan = models.BigIntegerField(null=True)
    revenue_done = models.BigIntegerField(null=True)
    spending_plan = models.BigIntegerField(null=True)
    spending_done = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "stage", "period"], condition=Q(replaced_by=""), name="one_standing_budget"),
            models.UniqueConstraint(fields=["body", "stage", "period", "version"], name="one_version_of_a_budget"),
        ]


class Line(models.Model):
    """A line: how deep it stands below others, whether it is the total of its side, what was planned and what was carried out."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines")
    place = models.IntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    level = models.SmallIntegerField()
    mark = models.CharField(max_length=20, default="", blank=True)  # I, 1, a … as the file has it
    label = models.CharField(max_length=300)
    heading = models.CharField(max_length=30, default="", blank=True)  # an id of policy/budgets.toml
    agency = models.CharField(max_length=200, default="", blank=True)
    plan = models.BigIntegerField(null=True)
    done = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["budget", "place"], name="one_line_of_a_place")]
