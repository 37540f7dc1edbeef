"""Notices, what became of each on each channel, and what people chose.

`to` says whom: `a:` and the id of an account, `h:` and the key of a household, `p:` and a person's mark, `b:` and the id of a body whose
people are told together (a text to copy, a sheet to hang up).
"""

from django.db import models

from dinhlang.ground.people.models import Mandate


class Notice(models.Model):
    """Something that happened or is due, for somebody. `about` names what it is about; of one such thing a day has one notice, and what
    happens to it again that day is counted in `times`. `values` are ids and days, from which its sentence is made when it is read.
    """

    subject = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=40)  # a kind of policy/notices.toml
    to = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    day = models.DateField()
    at = models.DateTimeField()
    because = models.CharField(
        max_length=64, default="", blank=True
    )  # hash of the entry of the act; "" for sealed ones and for what is due
    values = models.JSONField(default=dict)
    times = models.IntegerField(default=1)
    seen = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "about", "day"], name="one_notice_a_day")]
        indexes = [models.Index(fields=["to", "seen"])]


class Sent(models.TextChoices):
    """What became of a notice on a channel."""

    WAITING = "waiting"  # for a person: to be copied, to be hung up
    TRYING = "trying"
    SENT = "sent"
    FAILED = "failed"


class Delivery(models.Model):
    """Proof or failure of one notice on one channel: when, what the other side answered, never what was said."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=Sent.choices)
    at = models.DateTimeField()
    code = models.CharField(max_length=20, default="", blank=True)  # as the other side gave it
    why = models.CharField(max_length=20, default="", blank=True)  # a word of words.WHY
    tries = models.IntegerField(default=1)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")  # who copied or hung it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="one_delivery_a_channel")]
        indexes = [models.Index(fields=["channel", "at"])]


class Off(models.Model):
    """A channel that somebody does not want for a kind of notice. No row: as the policy says."""

    to = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "kind", "channel"], name="one_word_about_a_channel")]


class Browser(models.Model):
    """A browser that may be knocked at: the address its maker's service gave it. `knocked` is the last time it was."""

    to = models.CharField(max_length=40)
    address = models.CharField(max_length=500, unique=True)
    made = models.DateTimeField()
    knocked = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["to"])]
