import uuid

from django.db import models
from django.db.models import Q

from duologue.measures.sealed.models import (
    NamedClinician,
    SealedAnswer,
    SealedFinding,
    SealedReading,
    Sealing,
)
from duologue.people.models import Partner, Person

__all__ = [
    "AlreadySubmitted",
    "Answer",
    "AnswerLink",
    "AnswerLinkWithdrawal",
    "HeldResolution",
    "HeldSubmission",
    "NamedClinician",
    "Response",
    "Score",
    "SealedAnswer",
    "SealedFinding",
    "SealedReading",
    "Sealing",
    "Submission",
]


class AlreadySubmitted(Exception):
    """The response is finished; what was sent now was not taken."""


class Response(models.Model):
    """One partner answering one version of one instrument: their own room.

    `episode` and `step` say which step of the course asked (no key: programme is another room).
    """

    class Mode(models.TextChoices):
        PORTAL = "portal", "in the portal"
        TABLET = "tablet", "on the clinic's tablet"
        LINK = "link", "by a one-time link"
        PAPER = "paper", "on paper, entered by the team"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    episode = models.UUIDField(null=True, blank=True)
    step = models.CharField(max_length=80, blank=True)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "episode", "step"],
                condition=Q(episode__isnull=False),
                name="one_response_a_step",
            )
        ]
        indexes = [models.Index(fields=["partner", "instrument", "at"])]

    def lock_open(self) -> None:
        """Hold this row to the end of the transaction. Raises AlreadySubmitted."""
        Response.objects.select_for_update(of=("self",)).get(id=self.id)
        if Submission.objects.filter(response=self).exists():
            raise AlreadySubmitted


class Answer(models.Model):
    """The printed value chosen for one item, before any reversal; changeable until submitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    item = models.PositiveSmallIntegerField()
    value = models.FloatField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "item"], name="one_answer_an_item")
        ]


class Submission(models.Model):
    """The response is finished; its answers stand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="submission")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Score(models.Model):
    """A score or a subscale of a submitted response; without a value there is a reason."""

    TOTAL = "score"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="scores")
    name = models.CharField(max_length=60)
    value = models.FloatField(null=True, blank=True)
    band = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    scorer_version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "name"], name="one_score_a_name"),
        ]


class AnswerLink(models.Model):
    """A way to answer without an account: a code on the clinic's tablet or a one-time link.

    Only a digest is kept. It opens one response and ends when that is submitted, withdrawn
    or out of date.
    """

    class Kind(models.TextChoices):
        CODE = "code", "a code on the clinic's tablet"
        LINK = "link", "a one-time link"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()


class AnswerLinkWithdrawal(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.OneToOneField(AnswerLink, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class HeldSubmission(models.Model):
    """Answers that could not be taken, kept as they came until somebody resolves them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    received = models.JSONField()
    why = models.TextField()
    at = models.DateTimeField()


class HeldResolution(models.Model):
    """What was done with a held submission: entered as a response, or set aside with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    held = models.OneToOneField(HeldSubmission, on_delete=models.PROTECT, related_name="resolution")
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
