"""Mandates: an office at a body for a period; and the forms that wait for a second person. The account itself is Django's user."""

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
    # Who entered it and when, and who confirmed; none where the console did. Nobody confirms for who appointed him.
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    acting_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")  # the holder in whose place

    class Meta:
        indexes = [models.Index(fields=["account", "from_day"])]


class Waits(models.TextChoices):
    """What became of a form that needs a second person."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """A form frozen until a second person has looked at it. `payload` is emptied as soon as it is settled: the act's entry says it then."""

    id = models.UUIDField(primary_key=True)  # the command under which the act is carried out, so at most once
    act = models.CharField(max_length=64)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    payload = models.TextField()
    digest = models.BinaryField(max_length=32)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=64)  # keyed digests: who confirms comes with others
    device = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField()
    subject = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=Waits.choices, default=Waits.WAITING)
    settled_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "until"])]
