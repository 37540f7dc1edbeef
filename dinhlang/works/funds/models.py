"""Fund books in numbers and days. Their words (name, what for, to whom, why) stand in the entries, where they can be erased."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.rolls.models import Member


class Fund(models.Model):
    """A book of a village: of one year or of several, and the decision that allowed the collection, as a matter here or as a paper."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField(null=True)
    collects = models.BooleanField()  # whether households pay into it
    matter = models.CharField(max_length=16, default="", blank=True)  # subject of the matter that people decided
    number = models.CharField(max_length=60, default="", blank=True)
    dated = models.DateField(null=True)
    opened = models.DateField()


class Move(models.Model):
    """A line of a book, numbered from 1. `amount` in đồng, less than 0 where it reverses another line of the same side."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="moves")
    number = models.IntegerField()
    income = models.BooleanField()
    purpose = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    day = models.DateField()
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "number"], name="funds_move_number")]


class Paid(models.Model):
    """What one household paid within a line, in đồng. The entry commits to it by a hash with `salt`; it does not say it."""

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="paid")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move", "member"], name="funds_paid_member")]


class Closing(models.Model):
    """The book drawn up until the end of a day, in đồng: all that came in and went out since it was opened, and what is left."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="closings")
    number = models.IntegerField()
    until = models.DateField()
    income = models.BigIntegerField()
    spending = models.BigIntegerField()
    closed = models.DateField()
    confirmed = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "number"], name="funds_closing_number")]
