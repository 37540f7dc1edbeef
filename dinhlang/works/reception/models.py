"""Rows of reception. Nobody's words are in them: those lie sealed in the record, under keys that are deleted when they are erased."""

from django.db import models

from dinhlang.ground.bodies.models import Body


class Day(models.Model):
    """A day on which a body receives citizens: from when to when, where, who receives, what came of it. Public but for the counts."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=120)
    receives = models.CharField(max_length=8)  # head | deputy | staff: who is to receive
    about = models.CharField(max_length=300, default="", blank=True)  # what is to be dealt with above all
    online = models.CharField(max_length=300, default="", blank=True)  # https address of the State's system, where it is held by video too
    slots = models.SmallIntegerField(default=0)  # how many can be signed up for, from the first hour on
    minutes = models.SmallIntegerField(default=0)  # how long each is
    planned = models.BooleanField()  # by the timetable; False for one without (đột xuất)
    entered = models.DateTimeField()  # when it was announced, or last moved
    moved = models.SmallIntegerField(default=0)  # how often
    was = models.DateTimeField(null=True)  # when it was to begin before it was last moved
    reason = models.CharField(max_length=300, default="", blank=True)  # why it was moved, or not held
    state = models.CharField(max_length=8)
    received = models.CharField(max_length=8, default="", blank=True)  # head | deputy | staff: who did
    people = models.IntegerField(null=True)
    groups = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["body", "begins"])]


class Booking(models.Model):
    """A place that somebody signed up for: which one, and how many come. Who, and about what, is sealed with the entry."""

    subject = models.CharField(max_length=16, primary_key=True)
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="bookings")
    slot = models.SmallIntegerField()
    people = models.SmallIntegerField()
    state = models.CharField(max_length=9)  # signed | withdrawn

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "slot"], condition=models.Q(state="signed"), name="one_booking_of_a_slot")]


class Visit(models.Model):
    """A line of the register of a body, numbered within a year. Name, address and matter are sealed with the entry."""

    subject = models.CharField(max_length=16, primary_key=True)
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="visits")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    number = models.IntegerField()
    kind = models.CharField(max_length=9)  # of policy/reception.toml
    people = models.IntegerField()
    ours = models.BooleanField()  # whether the body itself is competent

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "year", "number"], name="one_line_of_a_number")]
