import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Couple, Partner, Person


class Episode(models.Model):
    """One couple's course of treatment, by a programme in the version it began with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="episodes")
    programme = models.CharField(max_length=60)
    programme_version = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-started_at", "-id"]


class EpisodeDosed(models.Model):
    """A partner who takes medicine in an episode; `turn` 1 is the first when they take turns."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="dosed")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "partner"], name="dosed_once_an_episode"),
            models.UniqueConstraint(fields=["episode", "turn"], name="one_partner_a_turn"),
        ]


class EpisodeClosure(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="closure")
    outcome = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")


class Anchor(models.Model):
    """A date the course counts from: session:N, last-session, end-of-treatment.

    The row with the highest `nth` holds; without a time it says that the date was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="anchors")
    name = models.CharField(max_length=40)
    at = models.DateTimeField(null=True)
    nth = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["nth"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "name", "nth"], name="anchor_once_a_turn")
        ]


class Done(models.Model):
    """A finished step. `nth` is 1, and one more after each undoing.

    `who` is who does the step: a partner's own row when it names a partner, shared when it is
    couple, the clinic's when it is a role. `source` is the row elsewhere that finished it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.CharField(max_length=60)
    who = models.CharField(max_length=20)
    nth = models.PositiveSmallIntegerField(default=1)
    source = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class PartnerStepDone(Done):
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="partner_done")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "episode", "step", "nth"], name="partner_step_done_once"
            ),
            models.UniqueConstraint(
                fields=["partner", "episode", "source", "nth"],
                condition=Q(source__isnull=False),
                name="partner_step_once_a_source",
            ),
        ]


class JointStepDone(Done):
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="joint_done")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "step", "nth"], name="joint_step_done_once"),
            models.UniqueConstraint(
                fields=["episode", "source", "nth"],
                condition=Q(source__isnull=False),
                name="joint_step_once_a_source",
            ),
        ]


class Undone(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class PartnerStepUndone(Undone):
    done = models.OneToOneField(PartnerStepDone, on_delete=models.PROTECT, related_name="undone")


class JointStepUndone(Undone):
    done = models.OneToOneField(JointStepDone, on_delete=models.PROTECT, related_name="undone")


class Skipped(models.Model):
    """A step left out, with the reason. Finishing it later still counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.CharField(max_length=60)
    who = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class PartnerStepSkipped(Skipped):
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="partner_skipped")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "episode", "step"], name="partner_step_skipped_once"
            )
        ]


class JointStepSkipped(Skipped):
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="joint_skipped")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "step"], name="joint_step_skipped_once")
        ]


class Pending(models.Model):
    """Projection: an unfinished step that nothing blocks, with its times. Never edited by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.CharField(max_length=60)
    who = models.CharField(max_length=20)
    phase = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    optional = models.BooleanField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class PartnerDue(Pending):
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="partner_due")

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="partner_due_when"),
            models.Index(fields=["partner", "opens_at"], name="partner_due_whose"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["partner", "episode", "step"], name="partner_due_once")
        ]


class JointDue(Pending):
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="joint_due")

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], name="joint_due_when")]
        constraints = [models.UniqueConstraint(fields=["episode", "step"], name="joint_due_once")]


class EpisodePhase(models.Model):
    """Projection for the team: the phase an episode is in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="phase_now")
    phase = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["phase"], name="episode_phase_which")]
