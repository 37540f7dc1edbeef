"""Restrictions, opened identities, breaches and requests: what the law on personal data makes the house remember."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate


class Restriction(models.Model):
    """That a row of the table about a person is used for nothing but what the law orders, from `at` to `lifted`."""

    kind = models.CharField(max_length=12)  # with `key`: a Subject
    key = models.CharField(max_length=40)
    data = models.CharField(max_length=40)  # a row of policy/personal.toml
    at = models.DateTimeField()
    lifted = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"])]


class Opening(models.Model):
    """That two persons opened a sealed part: which, why, until when it may be read, and when it was. The person concerned sees this row."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    leaf = models.BinaryField(max_length=32)
    part = models.CharField(max_length=12)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)  # a code of policy/identity.toml
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()
    read = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["leaf"]), models.Index(fields=["mandate", "until"])]


class Breach(models.Model):
    """A breach of personal data: the instant it was found, from which the hours run, and what was reported when."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    found = models.DateTimeField()
    until = models.DateTimeField(null=True)  # where the law in force counts in hours
    words = models.TextField()
    at = models.DateTimeField()
    reported = models.DateTimeField(null=True)
    reported_to = models.CharField(max_length=200, default="", blank=True)
    number = models.CharField(max_length=80, default="", blank=True)


class Request(models.Model):
    """What a person asks about their own data, and the answer. The words go when their kept time ends."""

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # of policy/personal.toml
    who_kind = models.CharField(max_length=12, default="", blank=True)  # a Subject; empty for one on paper
    who_key = models.CharField(max_length=40, default="", blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    carried = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["who_kind", "who_key"])]
