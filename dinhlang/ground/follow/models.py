"""Rows of following up. All are said in entries of the record too; these are there to be looked up."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate


class Urging(models.Model):
    """An office other than the body's own asked it to do what it owes: the rule and occasion, the day, the words."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    occasion = models.CharField(max_length=80)
    office = models.CharField(max_length=40)
    seat = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300, default="", blank=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "rule", "occasion"])]


class Handing(models.Model):
    """Who has a duty of the body in hand, from `at` on; `ended` once somebody else has, or nobody in particular."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    occasion = models.CharField(max_length=80)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "rule", "occasion"], condition=models.Q(ended=None), name="one_hand_for_a_duty"),
        ]


class Assigned(models.Model):
    """Work that a body gave to an office of its own or of another: a conclusion of a meeting, what voters asked for. No rule of law dates
    it: who gave it named the day. `source` is the thing it came of, `seen` who may know of that thing."""

    source = models.CharField(max_length=16)
    number = models.SmallIntegerField()
    giver = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # who does it
    office = models.CharField(max_length=40)
    seen = models.CharField(max_length=8)  # open | inside | private
    place = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")  # the village that asked for it
    text = models.CharField(max_length=500)
    given = models.DateField()
    due = models.DateField(null=True)
    state = models.CharField(max_length=8)  # of policy.STATES
    said = models.CharField(max_length=1000, default="", blank=True)  # what became of it, as last reported
    at = models.DateTimeField(null=True)  # when that was

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_work_of_a_number")]
        indexes = [models.Index(fields=["body", "state"])]
