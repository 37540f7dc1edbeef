"""Rows behind the states. All but `Slot` are projections of entries; nobody writes them but `project.py`."""

from django.db import models
from django.db.models import F, Q

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.duties.effects import Target
from dinhlang.ground.duties.inherited import mark

MODES = [(word, word) for word in ("deadline", "cell", "standing", "no_day")]
HOWS = [(word, word) for word in ("stamped", "countersigned", "declared")]


class Term(models.Model):
    """What a slot and a clock have in common: the part of a rule on one occasion, and its days."""

    rule = models.CharField(max_length=80)
    part = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80)
    opens = models.DateField()
    due = models.DateField(null=True)
    due_rolled = models.DateField(null=True)
    mode = models.CharField(max_length=8, choices=MODES)
    required = models.BooleanField(default=True)
    hold = models.SmallIntegerField(null=True)  # days posted without a break
    places = models.SmallIntegerField(default=1)  # how many places must post

    class Meta:
        abstract = True


class Slot(Term):
    """A calendar occasion, made from the rulebook, shared by all bodies of one variant (kind and facts).

    `decides` is the day whose wording of the rule applies; null where the rulebook in force does not open the occasion: nobody
    owes it then. `rules` names the rulebook by which its days were found.
    """

    variant = models.CharField(max_length=80)
    decides = models.DateField(null=True)
    rules = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "rule", "part", "occasion"], name="one_slot")]


class Clock(Term):
    """An occasion of one body alone: triggered, planned or assigned."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="clocks")
    source = models.CharField(max_length=16, default="")  # the subject that started it
    entry = models.BinaryField(max_length=32)  # the leaf that gave it its days
    registered = models.DateField()  # the day it entered the record
    owner = models.CharField(max_length=40, default="")
    voided = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "rule", "part", "occasion"], condition=Q(voided=None), name="one_live_clock"),
        ]
        indexes = [models.Index(fields=["body", "due_rolled"]), models.Index(fields=["source"])]


def one_target() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(slot=None, clock__isnull=False) | Q(slot__isnull=False, clock=None), name="%(class)s_has_one_target"
    )


class Aimed(models.Model):
    """Something done by a body towards exactly one slot or clock."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, null=True, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=14, choices=HOWS)
    subject = models.CharField(max_length=16)  # the thing that did it
    entry = models.BinaryField(max_length=32)

    class Meta:
        abstract = True

    @property
    def term(self) -> "Slot | Clock | None":
        """The slot or clock it is aimed at."""
        return self.slot or self.clock

    @property
    def target(self) -> Target | None:
        """What it is aimed at, by the name under which the body that did it knows it."""
        term = self.term
        if term is None:
            return None
        taken = isinstance(term, Clock) and term.body_id != self.body_id
        return Target(term.rule, term.part, mark(term.occasion, term.body_id) if isinstance(term, Clock) and taken else term.occasion)


class Fulfilment(Aimed):
    """The part was done on `done_day`; `voided` is the day on which that ceased to count."""

    done_day = models.DateField()
    nothing_arose = models.BooleanField(default=False)
    voided = models.DateField(null=True)

    class Meta:
        constraints = [
            one_target(),
            models.UniqueConstraint(
                fields=["body", "slot", "subject", "how"], condition=Q(voided=None, clock=None), name="one_live_fulfilment_of_slot"
            ),
            models.UniqueConstraint(
                fields=["body", "clock", "subject", "how"], condition=Q(voided=None, slot=None), name="one_live_fulfilment_of_clock"
            ),
        ]
        indexes = [models.Index(fields=["body", "done_day"]), models.Index(fields=["subject"])]


class Run(Aimed):
    """One posting in one place: half-open days, first day included, `to_day` not; from `voided` on it counts for nothing."""

    key = models.CharField(max_length=16, unique=True)
    place = models.CharField(max_length=40)  # "" for the site, "hq", or the code of a village
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    seen_first = models.CharField(max_length=60, default="", blank=True)  # office, or residents, that saw it on the first day
    seen_last = models.CharField(max_length=60, default="", blank=True)
    entry_to = models.BinaryField(max_length=32, null=True)
    voided = models.DateField(null=True)

    class Meta:
        constraints = [
            one_target(),
            models.CheckConstraint(condition=Q(to_day=None) | Q(to_day__gte=F("from_day")), name="run_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["body"])]


class Exemption(models.Model):
    """A ground listed in the rule, granted for a time by somebody other than the bearer."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    ground = models.CharField(max_length=80)
    document = models.CharField(max_length=200)
    granted_by = models.CharField(max_length=40)
    entry = models.BinaryField(max_length=32)


class Confirmation(models.Model):
    """A wording of a rule was held against the law of today, and agrees with it; `ended` is the day on which that ceased to count.

    By which document, and by whom, the entries say.
    """

    subject = models.CharField(max_length=16)
    rule = models.CharField(max_length=80)
    wording = models.BinaryField(max_length=32)  # `Duty.hash`: another wording of the same rule is another thing
    day = models.DateField()
    ended = models.DateField(null=True)
    entry = models.BinaryField(max_length=32)
    entry_ended = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "wording"], condition=models.Q(ended=None), name="one_live_confirmation_of_a_wording")
        ]


class Regulation(models.Model):
    """A body's own regulation on democracy, as it was adopted; from `from_day` on it is a layer over the rulebook.

    It counts to `to_day`, or until the day before a later one counts; the old ones stay, for what began under them goes by them.
    """

    subject = models.CharField(max_length=16, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)  # core.rules.Layer.hash
    layer = models.JSONField()  # core.rules.Layer.as_value
    number = models.CharField(max_length=60)
    dated = models.DateField()
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    adopted = models.DateField()  # the day it entered the record
    entry = models.BinaryField(max_length=32)
