"""Matters that people decide. Their words (title, text, choices, reasons) stand in the entries, where they can be erased."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.rolls.models import Member


class Matter(models.Model):
    """A matter before a village, or before all villages of a commune; then each village has one of its own under it (`whole`)."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    whole = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="villages")
    rule = models.CharField(max_length=60)  # a decision of the rulebook
    again = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="anew")  # what it is decided once more after
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


class Initiative(models.Model):
    """A matter that households want put to their village. Its words stand in its entry; who proposed it is seen by those who verify."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)  # a decision of the rulebook
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")  # none once the household is erased
    state = models.CharField(max_length=12)  # of states.INITIATIVE
    begun = models.DateField()
    handed = models.DateField(null=True)  # with what it had on that day:
    supports = models.IntegerField(null=True)  # households
    households = models.IntegerField(null=True)
    needed = models.IntegerField(null=True)  # households
    matter = models.OneToOneField(Matter, null=True, on_delete=models.PROTECT, related_name="initiative")

    class Meta:
        indexes = [models.Index(fields=["body", "state"])]


class Support(models.Model):
    """A household supports an initiative from a day to a last day (none: until it is settled). The hour is not kept."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="given")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")  # none once the household is erased
    day = models.DateField()
    until = models.DateField(null=True)  # the last day on which it counts
    ended = models.DateField(null=True)  # from this day on it does not: taken back, given anew, erased
    manner = models.CharField(max_length=8)  # own: in the household's session; paper: entered by an office
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")  # who entered it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "member"], condition=models.Q(ended=None), name="a_household_supports_once")
        ]


class Helper(models.Model):
    """Somebody with a task in a round: of its team or counting board (by name and whom they stand for), a household that witnesses the
    count or signs the decision (by its place on the list)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="helpers")
    round = models.SmallIntegerField()
    task = models.CharField(max_length=8)  # team, witness, signer
    place = models.SmallIntegerField()  # in the order in which they were named; the first of a team leads it
    name = models.CharField(max_length=120, default="", blank=True)
    stands_for = models.CharField(max_length=80, default="", blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "round", "task", "place"], name="one_helper_in_a_place")]
