"""Meetings with their agenda, questions and motions. What is said inside a body stands here alone; in the record it is sealed."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.rolls.models import Snapshot


class Meeting(models.Model):
    """A meeting of a body. `seen` says who may know of it: everybody, those inside, or those inside a private employer."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # of policy/meetings.toml
    seen = models.CharField(max_length=8)  # open | inside | private
    audience = models.CharField(max_length=12)  # of the rulebook: for whom it is held
    duty = models.CharField(max_length=80, default="", blank=True)  # the duty and occasion it was called for, where it was for one
    occasion = models.CharField(max_length=80, default="", blank=True)
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="again")  # the call that fell short
    call = models.SmallIntegerField(default=1)  # the first, the second …
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    at = models.DateTimeField()
    called = models.DateTimeField()
    office = models.CharField(max_length=40)  # that called it
    rule = models.CharField(max_length=60, default="", blank=True)  # a decision of the rulebook, for quorum and threshold
    roll = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")
    on_roll = models.IntegerField(null=True)  # persons or households that are called
    state = models.CharField(max_length=8)  # of states.MEETING
    came = models.IntegerField(null=True)
    needed = models.IntegerField(null=True)  # the least number that had to come; None where the law names none
    closed = models.DateTimeField(null=True)  # held, fell short or called off
    reason = models.CharField(max_length=300, default="", blank=True)
    minutes = models.JSONField(default=list)  # names and media types of the files of its minutes
    rating = models.JSONField(default=dict)  # slips without names: how many came back, and by answer where they were enough

    class Meta:
        indexes = [models.Index(fields=["body", "state"])]


class Item(models.Model):
    """A point of the agenda: one that the law asks for (`item`, of policy/meetings.toml), or one of the body's own."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.SmallIntegerField()
    item = models.CharField(max_length=40, default="", blank=True)
    text = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_agenda_item_of_a_number")]


class Question(models.Model):
    """A question to those who preside, before the meeting or in it, with its answer and who owns it. Nobody is named as asking."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="questions")
    number = models.SmallIntegerField()
    ahead = models.BooleanField()  # asked before the meeting began
    text = models.CharField(max_length=1000)
    asked = models.DateTimeField()
    answer = models.CharField(max_length=2000, default="", blank=True)
    owner = models.CharField(max_length=120, default="", blank=True)  # who answers for it from now on, in words
    answered = models.DateTimeField(null=True)
    shown = models.BooleanField(default=True)  # False: a resident sent it, and the office that answers did not look at it yet
    aside = models.CharField(max_length=300, default="", blank=True)  # why it is not answered here; its text is gone then
    asker = models.CharField(max_length=64, default="", blank=True)  # while it waits: a keyed mark of who sent it, of this meeting alone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_question_of_a_number")]


class Spent(models.Model):
    """How many questions of one asker were erased while they waited: counted on until the meeting is over, and tied to none of them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="spent")
    asker = models.CharField(max_length=64)  # as `Question.asker`
    times = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "asker"], name="one_count_of_an_asker")]


class Motion(models.Model):
    """What is put to the vote, with its counts once it was. `outcome` is of core.tally; "" where no rule here says what carries."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="motions")
    number = models.SmallIntegerField()
    text = models.CharField(max_length=300)
    agree = models.IntegerField(null=True)
    against = models.IntegerField(null=True)
    needed = models.IntegerField(null=True)
    outcome = models.CharField(max_length=16, default="", blank=True)
    matter = models.CharField(max_length=16, default="", blank=True)  # under which papers to all were asked about it (ground/polls)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_motion_of_a_number")]
