import uuid

from django.db import models
from django.db.models import F, Q

from duologue.people.models import Couple, Partner, Person


class Kind(models.TextChoices):
    ENQUIRY_TALK = "enquiry-talk", "First conversation"
    ASSESSMENT_JOINT = "assessment-joint", "Joint assessment"
    ASSESSMENT_INDIVIDUAL = "assessment-individual", "Individual assessment"
    FEEDBACK = "feedback", "Feedback session"
    PREPARATION = "preparation", "Preparation"
    MEDICINE = "medicine", "Medicine session"
    INTEGRATION_INDIVIDUAL = "integration-individual", "Individual integration"
    INTEGRATION_JOINT = "integration-joint", "Joint integration"
    PARTNER_CONVERSATION = "partner-conversation", "Conversation with the other partner"
    GROUP_PREPARATION = "group-preparation", "Group preparation"
    GROUP_INTEGRATION = "group-integration", "Group integration"
    FOLLOWUP = "followup", "Follow-up"
    CLOSING = "closing", "Closing"


class Room(models.Model):
    """A room of the clinic; closed for booking by a `RoomClosure`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoomClosure(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="closure")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Appointment(models.Model):
    """A meeting of one couple, or of one of its partners, with the team.

    Owned by the partners it names: a meeting of one partner is theirs alone. `group` ties the
    appointments of several couples that share a room and staff (a workshop).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    session_number = models.PositiveSmallIntegerField(null=True, blank=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    group = models.UUIDField(null=True, blank=True, db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(kind="medicine", session_number__gte=1)
                | (~Q(kind="medicine") & Q(session_number__isnull=True)),
                name="only_medicine_sessions_are_numbered",
            ),
        ]


class AppointmentPartner(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="invited")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invited_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "partner"], name="invited_once")
        ]


class AppointmentStaff(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="staff")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "person"], name="assigned_once")
        ]


class Claim(models.Model):
    """A room, a member of staff or a partner (`holder`) is taken by a booking for a time.

    The database refuses two that overlap for one holder (see the migration). `booking` is the
    appointment, or the group that shares the claim. Cancelling frees it by deleting it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    booking = models.UUIDField(db_index=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class AppointmentMove(models.Model):
    """An appointment was at another time before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="moves")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AppointmentCancellation(models.Model):
    """It will not take place. The reason is the team's and is shown to nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="cancellation"
    )
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Outcome(models.TextChoices):
    ARRIVED = "arrived", "arrived"
    DID_NOT_COME = "did not come", "did not come"


class Attendance(models.Model):
    """Whether one partner came. A later row corrects an earlier one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invited = models.ForeignKey(
        AppointmentPartner, on_delete=models.PROTECT, related_name="attendance"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]


class Feed(models.Model):
    """A calendar address one person may subscribe to. Only a digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()


class FeedEnd(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feed = models.OneToOneField(Feed, on_delete=models.PROTECT, related_name="end")
    at = models.DateTimeField()
