"""A round, its sittings, who took part in it, what was counted. Only a `Cast` says what a household chose, while its round runs."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.rolls.models import Member, Snapshot


class Round(models.Model):
    """One way of asking everybody on a frozen roll once. `matter` names what is asked, in the work whose it is."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=16)
    number = models.SmallIntegerField()  # of the matter's rounds, from 1
    rule = models.CharField(max_length=60)  # a decision of the rulebook, in the wording of `rule_day`
    rule_day = models.DateField()
    way = models.CharField(max_length=8)  # a Way of core.tally.rounds
    secret = models.BooleanField(default=False)
    choices = models.SmallIntegerField()
    carrying = models.SmallIntegerField()
    seats = models.SmallIntegerField()
    roll = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    called = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    cancelled = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, default="", blank=True)  # an Outcome, once closed
    result = models.JSONField(default=dict)  # the working, as the closing entry has it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="one_round_of_a_number")]


class Sitting(models.Model):
    """A part of the roll is asked: a cluster of the village, or ("" for `cluster`) all of it. Where, and who chairs, the entry says."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sittings")
    number = models.SmallIntegerField()
    cluster = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField()
    on_roll = models.IntegerField()  # households
    salt = models.BinaryField(max_length=16)  # so that nobody guesses a small cluster's sheet from the root

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_sitting_of_a_number")]


class Part(models.Model):
    """A household takes part in a round, once: it came, gave its paper back, or answered online. Not what it chose."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="parts")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="parts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    manner = models.CharField(max_length=8, default="", blank=True)  # online: alone, assisted
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="a_household_takes_part_once")]


class Objection(models.Model):
    """A household that is listed as having taken part in a round says that it did not."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="objections")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")  # who took it at the counter
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="a_household_objects_once")]


class Cast(models.Model):
    """What a household chose online, until the round is closed; the last before closing stands. Gone when it is counted."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="casts")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    choice = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="one_cast_of_a_household")]


class Count(models.Model):
    """What one person counted in a sitting, or (no mandate) the house itself, of an online round. Never changed; the same person's later
    count takes the place of the earlier."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="counts")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    took_part = models.IntegerField()
    votes = models.JSONField()  # by choice
    spoilt = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sitting", "mandate"])]
