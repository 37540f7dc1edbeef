"""Tables of the record. No foreign key leaves this room: history must never block, or be blocked by, live data."""

from django.db import models


class Head(models.Model):
    """The one row that orders everything: whoever holds its lock may append."""

    size = models.BigIntegerField(default=0)
    edge = models.BinaryField(default=bytes(8))  # right edge of the tree, core.ledger.Edge; at first that of the empty tree
    time = models.DateTimeField(null=True)  # the latest entry's time
    sealed_day = models.DateField(null=True)  # the latest sealed leaf's date
    rules = models.BinaryField(default=b"")  # hash of the adopted rulebook


class Line(models.Model):
    """A leaf that has its index. Columns beside `leaf` serve look-ups here and stand in no proof."""

    hash = models.BinaryField(max_length=32, unique=True)
    leaf = models.BinaryField()
    act = models.CharField(max_length=64)  # "" for a blank, or where a refill could not tell
    body = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=16, db_index=True)
    sealed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Entry(Line):
    """A leaf in the tree."""

    index = models.BigIntegerField(primary_key=True)

    class Meta:
        indexes = [models.Index(fields=["body", "index"])]


class ClosedEntry(Line):
    """A leaf of a log that was closed because its history was lost; what it says stays readable, its proofs lie in its export."""

    origin = models.CharField(max_length=100)
    index = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "index"], name="one_closed_leaf_of_an_index")]
        indexes = [models.Index(fields=["body", "id"])]


class Pending(models.Model):
    """A sealed leaf that waits for its batch, with what must happen on the day it enters."""

    hash = models.BinaryField(max_length=32, unique=True)
    leaf = models.BinaryField()
    act = models.CharField(max_length=64)
    body = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=16)
    at = models.DateTimeField(db_index=True)
    scopes = models.JSONField(default=list)


class Part(models.Model):
    """One committed part of a leaf: its digest for ever, its content until erased."""

    hash = models.BinaryField(max_length=32)
    order = models.SmallIntegerField()
    name = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32)
    box = models.BinaryField(null=True)  # AES-GCM of salt and canonical value; null once erased, in a blank, after a refill
    open = models.BooleanField()  # published as an opening once the leaf is in the tree
    erased = models.CharField(max_length=40, default="", blank=True)  # reason code

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash", "name"], name="one_part_of_a_name")]


class VaultKey(models.Model):
    """The key of one part. Deleting the row erases the part; dumped apart from everything else."""

    hash = models.BinaryField(max_length=32)
    name = models.CharField(max_length=12)
    key = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash", "name"], name="one_key_of_a_part")]


class Blob(models.Model):
    """A file of the part `files` of a leaf, boxed under that part's key: the clean copy, or the original kept sealed beside it."""

    hash = models.BinaryField(max_length=32, db_index=True)
    n = models.SmallIntegerField()  # place in the part's list
    original = models.BooleanField()
    box = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash", "n", "original"], name="one_file_of_a_place")]


class Tile(models.Model):
    """Hashes of one tlog tile; level 0 only when full, higher levels as they grow."""

    level = models.SmallIntegerField()
    n = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "n"], name="one_tile_of_a_place")]


class Checkpoint(models.Model):
    """A signed head, as it was published."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()


class Command(models.Model):
    """The answer given to a command, so that the same form sent twice is answered once."""

    id = models.UUIDField(primary_key=True)
    digest = models.BinaryField(max_length=32)
    subject = models.CharField(max_length=16)
    hash = models.BinaryField(max_length=32)
    receipt = models.TextField()
    code = models.CharField(max_length=16, unique=True)  # opens the receipt page; given to the actor alone
    at = models.DateTimeField()


class PublicVersion(models.Model):
    """Counts the changes of what the public sees of one body (scope 0: of the whole site)."""

    scope = models.BigIntegerField(primary_key=True)
    n = models.BigIntegerField(default=0)


class RulebookCopy(models.Model):
    """Every rulebook ever adopted, whole, so that a broken folder never stops the house and an old page can be explained."""

    hash = models.BinaryField(max_length=32, primary_key=True)
    files = models.BinaryField()  # zip, entries sorted
    adopted = models.DateTimeField()
