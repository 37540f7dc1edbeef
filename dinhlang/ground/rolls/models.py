"""Who is on a roll, from when to when; looks at it, what was frozen of it, and the slips by which households enter."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate


class Member(models.Model):
    """Somebody on a roll of a body: a household, a member of staff. `key` is its identity; a household's stands in its session."""

    key = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    roll = models.CharField(max_length=20)  # a roll of policy/rolls.toml

    class Meta:
        indexes = [models.Index(fields=["body", "roll"])]


class Line(models.Model):
    """What a roll says of a member during a time, days inclusive. A row is ended, never changed; ended before it began: corrected."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="lines")
    number = models.CharField(max_length=12)  # on the list
    name = models.CharField(max_length=120)  # a household's representative
    second = models.CharField(max_length=120, default="", blank=True)  # who stands in
    cluster = models.CharField(max_length=60, default="", blank=True)  # cluster of a village, department of an agency
    address = models.CharField(max_length=200, default="", blank=True)  # in words
    phone = models.CharField(max_length=16, default="", blank=True)
    post = models.CharField(max_length=80, default="", blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    why = models.CharField(max_length=20)
    ended_why = models.CharField(max_length=20, default="", blank=True)
    batch = models.CharField(max_length=16)  # subject of the entry that began it
    position = models.IntegerField()  # of its hash among those the entry commits to
    ended_batch = models.CharField(max_length=16, default="", blank=True)
    ended_position = models.IntegerField(null=True)
    salt = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["batch"]), models.Index(fields=["ended_batch"])]


class Look(models.Model):
    """A look of an office above at a roll, with its reason; shown to who keeps the roll."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    roll = models.CharField(max_length=20)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "roll", "until"])]


class Snapshot(models.Model):
    """A roll as it was on a day, frozen by an act. `rows` are the numbers of the lines (of the bodies, for villages), compressed JSON."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    roll = models.CharField(max_length=20)
    day = models.DateField()
    purpose = models.CharField(max_length=120)
    count = models.IntegerField()
    root = models.CharField(max_length=64)
    rows = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "roll", "day"])]


class Claim(models.Model):
    """Something that two people claim: shown to who keeps the roll until it is settled."""

    subject = models.CharField(max_length=16, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="claims")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)  # who claims it too
    at = models.DateTimeField()
    settled = models.DateTimeField(null=True)


class PrintRun(models.Model):
    """Access slips that two persons asked to be printed for these households; printed once."""

    subject = models.CharField(max_length=16, unique=True)
    village = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    members = models.JSONField()  # keys of the households, frozen when it was asked for
    first = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    printed = models.DateTimeField(null=True)


class Slip(models.Model):
    """An access slip of a household. Its code is kept as a keyed hash alone; it opens nothing before its hand-over is recorded."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="slips")
    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="slips")
    digest = models.BinaryField(max_length=32, unique=True)
    made = models.DateTimeField()
    handed = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)
    dead = models.DateTimeField(null=True)
    dead_why = models.CharField(max_length=12, default="", blank=True)
    alarmed = models.DateTimeField(null=True)  # somebody tried it after it was used

    class Meta:
        indexes = [models.Index(fields=["member", "made"]), models.Index(fields=["used"])]


class Entrance(models.Model):
    """How a household enters after its slip was used: its number as a keyed hash, and how often it was mistyped.

    `turn` goes up whenever what was open before must end: a new slip, a revocation. Sessions name the turn they began in.
    """

    member = models.OneToOneField(Member, on_delete=models.PROTECT, primary_key=True, related_name="entrance")
    salt = models.BinaryField(max_length=16, default=b"")
    digest = models.BinaryField(max_length=32, default=b"")  # empty: no number was chosen yet
    turn = models.IntegerField(default=1)
    tries = models.IntegerField(default=0)
    waits = models.DateTimeField(null=True)  # until when no try is taken
    day = models.DateField(null=True)
    day_tries = models.IntegerField(default=0)
