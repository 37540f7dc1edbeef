"""Rows of a register that stays inside: what was imported, with what became of it. The public record holds only their root."""

from django.db import models

from dinhlang.ground.bodies.models import Body


class Row(models.Model):
    """What a line of the register says. `batch` and `place` say by which import it came and where it stood in it; `salt` keeps its
    leaf from being guessed."""

    abstract = models.TextField()
    signer = models.CharField(max_length=120, default="", blank=True)
    recipients = models.TextField(default="", blank=True)
    issuer = models.CharField(max_length=200, default="", blank=True)
    batch = models.CharField(max_length=16)
    place = models.IntegerField()
    salt = models.BinaryField(max_length=32)

    class Meta:
        abstract = True


class Document(Row):
    """A document that the body sent out. `slug` is what its occasion in the duties is called once it is registered, `yearly` the same
    where its number was used in another year before; `proposed` the item of Art. 11 under which it probably must be disclosed."""

    subject = models.CharField(max_length=16, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=60)
    yearly = models.CharField(max_length=66)
    number = models.CharField(max_length=60)
    dated = models.DateField()
    proposed = models.SmallIntegerField(null=True)
    aside = models.CharField(max_length=40, default="", blank=True)  # a code of policy/aside.toml
    aside_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "slug", "dated"], name="one_outgoing_document")]
        indexes = [
            models.Index(fields=["body", "slug"]),
            models.Index(fields=["body", "yearly"]),
            models.Index(fields=["body", "-dated", "subject"]),
            models.Index(fields=["batch"]),
        ]


class Replaced(Row):
    """What a line said before a later import said otherwise."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="replaced")

    class Meta:
        indexes = [models.Index(fields=["batch"])]
