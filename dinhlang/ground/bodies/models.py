"""Bodies and what was true of them, when."""

from django.db import models


class Body(models.Model):
    """Anything with duties. Its number is its identity; names and codes are `Registration`s."""

    kind = models.CharField(max_length=20)  # a bearer of the rulebook: commune, village, front, province …
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")  # as last said; before it: `Seat`
    alive_from = models.DateField()
    alive_to = models.DateField(null=True)  # last day alive
    province_code = models.CharField(max_length=2)


class Registration(models.Model):
    """The name and official code of a body during a time; days inclusive."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="registrations")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    kind_word = models.CharField(max_length=20)  # phường, xã, đặc khu, tổ dân phố, xóm …
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    folded = models.CharField(max_length=140, default="")  # the name for searching: a space before each word, no marks

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "from_day"], name="one_body_of_a_code_on_a_day")]
        indexes = [models.Index(fields=["body", "from_day"]), models.Index(fields=["folded", "body"])]


class Seat(models.Model):
    """Where a body lay to the end of `to_day`, before it went to another parent: of several the nearest after a day holds on it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    parent = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="once_within")
    to_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "to_day"], name="one_parent_of_a_body_on_a_day")]


class Fact(models.Model):
    """Something true of a body for a time, with the document that says so: has_portal, has_loudspeakers, designated …"""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=200)  # "1" and "" for yes and no
    document = models.CharField(max_length=200)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    subject = models.CharField(max_length=16)  # of the entry that recorded it

    class Meta:
        indexes = [models.Index(fields=["body", "name"])]


class Succession(models.Model):
    """`old` was merged into, or split to, `new` on `day`; `topic` "*" or what passed in a split.

    The one that `carries` bears from that day on what `old` had not done yet of its own occasions (ground/duties/inherited.py).
    """

    old = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="came_from")
    day = models.DateField()
    topic = models.CharField(max_length=60, default="*")
    carries = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old"], condition=models.Q(carries=True), name="one_carries_what_was_open")]
        indexes = [models.Index(fields=["new"], condition=models.Q(carries=True), name="what_a_body_carries")]


class BoundarySheet(models.Model):
    """A map of what lies in `parent` (none: the country) during a time: the borders, and the frame they are drawn in."""

    parent = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="sheets")
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    source = models.CharField(max_length=200)
    document = models.CharField(max_length=200)  # empty: for reference only
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    west = models.FloatField()  # degrees of the frame's corner
    north = models.FloatField()
    across = models.FloatField()  # units per degree
    down = models.FloatField()
    arcs = models.TextField()  # JSON: borders as rows of whole numbers, x and y by turns, each a step from the one before
    subject = models.CharField(max_length=16)  # of the entry that recorded it

    class Meta:
        indexes = [models.Index(fields=["parent", "from_day"])]


class Boundary(models.Model):
    """The boundary of a body on a sheet."""

    sheet = models.ForeignKey(BoundarySheet, on_delete=models.PROTECT, related_name="areas")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="boundaries")
    rings = models.TextField()  # JSON: rows of borders by number, ~number backwards
