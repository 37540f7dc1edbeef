"""Matters that people decide. Their words (title, text, choices, reasons) stand in the entries, where they can be erased."""

from django.db import models

from dinhlang.ground.bodies.models import Body


class Matter(models.Model):
    """A matter before a village, or before all villages of a commune; then each village has one of its own under it (`whole`)."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    whole = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="villages")
    rule = models.CharField(max_length=60)  # a decision of the rulebook
    way = models.CharField(max_length=8, default="", blank=True)  # of a matter of the whole commune: the way its chair chose
    choices = models.SmallIntegerField()
    carrying = models.SmallIntegerField()
    seats = models.SmallIntegerField()
    state = models.CharField(max_length=12)  # of states.MATTER
    proposed = models.DateField()
    decided = models.DateField(null=True)  # the day of the round that settled it
    paper = models.CharField(max_length=12, default="", blank=True)  # one of the four names
    number = models.CharField(max_length=60, default="", blank=True)
    dated = models.DateField(null=True)
    sent = models.DateField(null=True)
    answered = models.DateField(null=True)  # recognised, or refused
    effective = models.DateField(null=True)  # from when on it binds

    class Meta:
        indexes = [models.Index(fields=["body", "state"])]
