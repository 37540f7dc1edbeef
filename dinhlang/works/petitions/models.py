"""Rows of petitions. Nobody's words are in them: those lie sealed in the record, under keys that are deleted when they are erased."""

from django.db import models

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.models import Mandate


class Cell(models.Model):
    """A number told in public: so many petitions at a place, from one day to another, about a topic or a group of topics. Never changed."""

    day = models.DateField()  # the Monday on which it was told
    commune = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    topic = models.CharField(max_length=20, default="", blank=True)
    group = models.CharField(max_length=20, default="", blank=True)
    way = models.CharField(max_length=8, default="", blank=True)
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["commune", "first"])]


class Opened(models.Model):
    """A Monday on which the week before was opened, whether or not there was anything to tell: so that it is opened once."""

    day = models.DateField(primary_key=True)


class Standing(models.Model):
    """How what was told of a commune stood on a Monday, by who had it and its state (`all`: all that was told). What is too small to be
    told apart is in no row but that of all; a number of nobody has no row."""

    day = models.DateField()
    commune = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # where the petitions came first
    holder = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # who has them
    state = models.CharField(max_length=8)  # of public.STATES, or all
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "commune", "holder", "state"], name="one_standing_of_a_state")]


class Petition(models.Model):
    """A petition: what kind and about what, where it is, who has it now, until when. Its sender is nowhere but in a keyed hash."""

    subject = models.CharField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=12)  # of policy/petitions.toml
    topic = models.CharField(max_length=20)
    way = models.CharField(max_length=8)  # own | counter | phone | meeting | open311 | portal
    place = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # the village, or the body itself
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # who has it now
    named = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # in which a person is named
    sender = models.CharField(max_length=64, default="", blank=True)
    anonymous = models.BooleanField(default=False)  # no name and address were given: the law asks no answer, the house promises one
    sent = models.DateTimeField()
    state = models.CharField(max_length=10)
    since = models.DateField()  # the day on which the state, and its clock, began
    finding = models.CharField(max_length=20, default="", blank=True)
    rule = models.CharField(max_length=80, default="", blank=True)  # of the rulebook; "" for the house clock
    due = models.DateField(null=True)
    paused = models.DateField(null=True)  # since when it waits for the sender to complete it: no day runs
    still = models.DateField(null=True)  # the last day on which the house clock stands still; `due` counts from there
    reopened = models.SmallIntegerField(default=0)
    cell = models.ForeignKey(Cell, null=True, on_delete=models.PROTECT, related_name="+")  # the number in which it is told
    # As who had it, and how it stood, it counts in the numbers of a Monday; nobody: it is in the number of all alone.
    told_body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    told_state = models.CharField(max_length=8, default="", blank=True)
    shown_text = models.BooleanField(default=False)  # a text that was public told its place, week and topic
    shown_state = models.BooleanField(default=False)  # and one told how it stands
    closes = models.DateField(null=True)  # the last day before silence closes an answer, as it was promised with the answer
    again = models.DateField(null=True)  # the last day on which it may be reopened, promised likewise; None: not at all

    class Meta:
        indexes = [
            models.Index(fields=["body", "due", "subject"]),
            models.Index(fields=["body", "state", "due", "subject"]),  # one state by its day; what is open without one
            models.Index(fields=["body", "state", "since", "subject"]),
            models.Index(fields=["reopened", "body"]),
            models.Index(fields=["named", "body"], condition=models.Q(named__isnull=False), name="petitions_about_a_person"),  # the few
            models.Index(fields=["sender", "sent"]),
        ]


class Pass(models.Model):
    """A body that a petition reached, in order: it never goes to one of them again."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="passes")
    number = models.SmallIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "body"], name="one_pass_for_a_body")]


class PublicText(models.Model):
    """What everybody reads of one petition because its sender chose so: a text of its own under an id of its own.

    The row is deleted when the sender takes it back; when it is taken down its words go and the row stays, as the mark of it.
    """

    public_id = models.CharField(max_length=16, primary_key=True)  # told to nobody together with the petition's own subject
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="texts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # at whose page it stands
    place = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # as coarse as numbers name it
    topic = models.CharField(max_length=20)
    week = models.DateField()  # the Monday of the week in which the petition was sent
    text = models.TextField(default="", blank=True)
    state = models.CharField(max_length=8)  # of states.TEXT
    coarse = models.BooleanField(default=False)  # it tells no topic, no village, no week: `week` is the Monday on which it was shown
    opens = models.DateField()  # the Monday on which it becomes, or became, public
    stands = models.CharField(max_length=8, default="", blank=True)  # how the petition stood on the latest Monday
    answer = models.TextField(default="", blank=True)  # the body's public wording, as told on the latest Monday
    wording = models.TextField(default="", blank=True)  # the same, as it will be told on the next one
    reason = models.CharField(max_length=20, default="", blank=True)  # of policy/petitions.toml
    down = models.DateField(null=True)  # the day on which it was taken down
    by_body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")  # whose office took it down, or holds it
    by_office = models.CharField(max_length=40, default="", blank=True)
    held_by = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")  # who alone holds it back for a week

    class Meta:
        indexes = [models.Index(fields=["body", "state", "-week", "public_id"]), models.Index(fields=["state", "opens"])]


class Joined(models.Model):
    """A petition is answered together with another (`lead`), from one instant to another; None: it still is."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="joined")
    lead = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="leads")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=models.Q(until=None), name="one_lead_of_a_petition"),
        ]


class Content(models.Model):
    """How content those were who said so after an answer of a body, as told on a Monday: rounded, of at least ten different senders."""

    day = models.DateField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    count = models.IntegerField()  # of marks, rounded down to tens
    tenths = models.SmallIntegerField()  # from 1 to 9: so many in ten were content

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "day"], name="one_content_of_a_body_on_a_day")]


class Mark(models.Model):
    """How content a sender was with one answer. Read by nobody; counted on a Monday in one number, for good."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="marks")
    answer = models.SmallIntegerField()  # how often it had been reopened before this answer
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # who answered
    mark = models.CharField(max_length=8)  # of policy/petitions.toml
    day = models.DateField()
    told = models.ForeignKey(Content, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "answer"], name="one_mark_for_an_answer")]


class Brought(models.Model):
    """A number under which another system knows a petition that came in a list, as a keyed hash: the same list again enters nothing."""

    mark = models.CharField(max_length=64, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()


class Decision(models.Model):
    """How a complaint was decided: number, day and outcome of the decision, and until when it was due. For the yearly report."""

    petition = models.OneToOneField(Petition, primary_key=True, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=8)  # right | partly | wrong
    number = models.CharField(max_length=40)
    day = models.DateField()
    due = models.DateField(null=True)
