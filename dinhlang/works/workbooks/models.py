"""Workbooks that a province keeps. The file itself stands in the record, with the latest entry that set it."""

from django.db import models

from dinhlang.ground.bodies.models import Body


class Workbook(models.Model):
    """A form to fill in: what it is called, since which day it stands as it is, and the day from which it does not stand any more."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kept = models.DateField()
    removed = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["body", "removed"])]
