"""Leases of the offline kit, what was sent under them, and what two persons said of what had to wait."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate


class State(models.TextChoices):
    """What became of something a kit sent."""

    TAKEN = "taken"
    WAITING = "waiting"  # for two persons
    REFUSED = "refused"  # by two persons
    KEPT = "kept"  # as a file alone


class Cause(models.TextChoices):
    """Why something was not simply taken in."""

    NONE = ""
    LATE = "late"
    MANDATE = "mandate"
    REVOKED = "revoked"
    CLOCK = "clock"
    CONFLICT = "conflict"
    OVER = "over"


class Lease(models.Model):
    """One person may count one sitting without network until `until`. `thing` names what is decided, in the work whose it is."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=16)
    round = models.SmallIntegerField()
    sitting = models.SmallIntegerField()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=60)  # what its holder calls the telephone
    register = models.BooleanField()  # whether it carries the list of households
    key = models.BinaryField(max_length=32)  # what the kit writes is sealed with it, so that a change by hand is seen
    begins = models.DateTimeField()  # of the sitting
    opened = models.DateTimeField()
    until = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)  # when the kit's own closing was taken in
    claimed = models.DateTimeField(null=True)  # when the sitting ended, as the telephone says

    class Meta:
        indexes = [models.Index(fields=["thing", "round"])]


class Item(models.Model):
    """What a kit sent, to the letter. The command id is that of its form: sent again it is the same."""

    command = models.UUIDField(primary_key=True)
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="items")
    n = models.IntegerField()  # in the order in which the kit wrote them
    kind = models.CharField(max_length=8)
    text = models.TextField()
    claimed = models.DateTimeField()  # when, as the telephone says
    received = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)
    cause = models.CharField(max_length=8, choices=Cause.choices, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["lease", "n"])]


class Verdict(models.Model):
    """What one person says of an item that waits. The same person's later word takes the place of the earlier; `void`: something else
    was entered for the sitting afterwards, so that it counts no more."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="verdicts")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    accept = models.BooleanField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    void = models.BooleanField(default=False)
