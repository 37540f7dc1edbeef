"""The one table of jobs."""

from django.db import models


class State(models.TextChoices):
    """What became of a job."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Something to be done not before `due`. One kind has one job of a key. `payload` holds ids only, never words of anybody.

    `due` is moved on before each try, so that a try whose process died is followed by another; `why` says why the last one failed.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.IntegerField(default=0)
    due = models.DateTimeField()
    made = models.DateTimeField()
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    why = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_job_of_a_key")]
        indexes = [models.Index(fields=["state", "due"])]
