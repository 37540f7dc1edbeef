"""Mandates: an office at a body for a period; the forms that wait for a second person; how an account begins. The account itself is
Django's user."""

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


class Named(models.Model):
    """An act of the record that names an account in its sealed part, by the subject of its entry: for the account's holder to read."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=16, unique=True)


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


class Start(models.Model):
    """An account that cannot sign in until it has begun: opened by an appointment, or anew by a renewal."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="start")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")  # never makes its code
    subject = models.CharField(max_length=16)  # of the act that opened it
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject"])]


class StartCode(models.Model):
    """A start code that was printed once; the house keeps a keyed hash. One of an account lives: neither used, nor dead, nor over."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="start_codes")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)  # when a newer one took its place


class Phone(models.Model):
    """The telephone that may be typed instead of the account's name, and to which notices go where the house sends such. It resets nothing.

    One spelling: +84 and nine or ten digits.
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="phone")
    number = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField()


class Sitting(models.Model):
    """An open session and whose it is, so that its owner sees it and ends it."""

    key = models.CharField(max_length=40, primary_key=True)  # of the session itself
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    device = models.CharField(max_length=64)  # a keyed digest; no address, no agent


class Told(models.TextChoices):
    """What was changed on an account."""

    PASSWORD = "password"  # noqa: S105
    ADDED = "added"
    REMOVED = "removed"
    NAMED = "named"
    CODES = "codes"
    PHONE = "phone"
    NO_PHONE = "no-phone"
    SESSIONS = "sessions"
    CARD = "card"
    LINKED = "linked"
    UNLINKED = "unlinked"
    MAIL_ASKED = "mail-asked"
    MAIL_FAILED = "mail-failed"
    MAIL = "mail"
    NO_MAIL = "no-mail"


class Change(models.Model):
    """A line for the owner of an account: what was changed, and when."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=12, choices=Told.choices)
    about = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"])]


class Card(models.Model):
    """A paper card with numbered codes, kept as keyed hashes; `asked` is the number asked for next, one more when used up."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="card")
    digests = models.JSONField()
    asked = models.PositiveSmallIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()


class Outside(models.Model):
    """The outside identity that stands in the place of an account's name and password: a keyed hash of issuer and subject."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="outside")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)  # what the provider was called when it was linked
    since = models.DateTimeField()
