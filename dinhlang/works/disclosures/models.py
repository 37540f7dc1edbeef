"""Things of this work: ids, numbers, days and states. Their words stand in the openings of their entries, never here."""

from django.db import models
from django.db.models import Q

from dinhlang.ground.bodies.models import Body
from dinhlang.works.disclosures import states

KINDS = [(word, word) for word in ("notice", "plan", "register", "meeting")]


class Decision(models.Model):
    """A numbered document of the body that must be disclosed. `slug` is its occasion in the duties.

    `first_due` is the earliest due day it ever had, whatever date it was given since; None where it starts no clock with a day.
    `struck` is the day on which it was found to be no such document: its number is free again.
    """

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=80)
    number = models.CharField(max_length=60)
    item = models.SmallIntegerField()
    dated = models.DateField()
    registered = models.DateField()
    first_due = models.DateField(null=True)
    struck = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "slug"], condition=Q(struck=None), name="one_decision_of_a_number")]


class Asked(models.Model):
    """Something that would hide a duty after its due day: it waits for a second office, which confirms the digest it saw."""

    subject = models.CharField(max_length=16, primary_key=True)
    asked_by = models.BigIntegerField()  # the account, so that another person confirms
    asked_as = models.CharField(max_length=40, default="")  # the office, so that another one does
    digest = models.BinaryField(max_length=32)
    confirmed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Redate(Asked):
    """A later date of a document, asked for after the due day."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="redates")
    dated = models.DateField()


class Ending(Asked):
    """The end of duties whose day has passed: of a struck document, a withdrawn disclosure or plan (`about`, its subject)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16, db_index=True)
    reason = models.CharField(max_length=40)  # a code of policy/withdrawal.toml


class Disclosure(models.Model):
    """Something made public: a notice, the year's plan, a quarter's register, the notice of a meeting."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS, default="notice")
    item = models.SmallIntegerField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="disclosures")
    occasion = models.CharField(max_length=80, default="", blank=True)  # of a plan the year, of a register the quarter
    posted = models.DateField()
    state = models.CharField(max_length=9, choices=[(word, word) for word in states.NAMES], default=states.DISCLOSURE.first)
    replaced_by = models.CharField(max_length=16, default="", blank=True)
    reason = models.CharField(max_length=40, default="", blank=True)  # why withdrawn: a code of policy/withdrawal.toml
    ended = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["body", "posted"])]


class Claim(models.Model):
    """What a disclosure is meant to fulfil: chosen, never guessed."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="claims")
    rule = models.CharField(max_length=80)
    occasion = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "rule", "occasion"], name="one_claim")]


class Sighting(models.Model):
    """A resident saw one posting (`run`); the second one makes it count. `voice` is a keyed hash, only to tell two persons apart."""

    subject = models.CharField(max_length=16, primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="sightings")
    run = models.CharField(max_length=16)
    which = models.CharField(max_length=5)
    voice = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "which", "voice"], name="one_sighting_of_a_person")]


class Report(models.Model):
    """A decision that a resident knows of and the body did not register. Shown once its sealed leaf is in the tree."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    item = models.SmallIntegerField(null=True)
    answered_by = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")


class TickLink(models.Model):
    """A link by which one village says that one disclosure hangs there, or was read out. Its secret is worked out, never stored.

    `posted` and `read` are the days said; `until` the last day on which it works, `revoked` the day on which it was closed before.
    """

    subject = models.CharField(max_length=16, primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="tick_links")
    village = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    revoked = models.DateField(null=True)
    posted = models.DateField(null=True)
    read = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "village"], condition=Q(revoked=None), name="one_live_tick_link")]


class Official(models.Model):
    """Where the official portal shows a disclosure. The address stands in the opening of its entry; here is what was found last.

    `result` is a word of states.LOOKS ("" before the first look), `digest` that by which a later look is compared;
    `seen` is the first day on which the system recognised it there.
    """

    subject = models.CharField(max_length=16, primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="officials")
    entered = models.DateField()
    ended = models.DateField(null=True)
    looked = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, default="", blank=True)
    digest = models.BinaryField(max_length=32, default=b"")
    seen = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure"], condition=Q(ended=None), name="one_official_posting")]
