"""Mandates: an office at a body for a period. The account itself is Django's user, made on the console."""

from django.conf import settings
from django.db import models

from dinhlang.ground.bodies.models import Body


class Mandate(models.Model):
    """Rights begin on `from_day` and end with `to_day` (last day held); both by a numbered decision."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mandates")
    office = models.CharField(max_length=40)  # an office of rulebook/offices.toml
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    decision = models.CharField(max_length=200)
    ended_by = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "from_day"])]
