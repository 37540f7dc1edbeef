"""Rows of following up. Both are said in entries of the record too; these are there to be looked up."""

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
