import uuid

from django.db import models
from django.db.models import F, Q

from duologue.calendar.models import Appointment, Kind, Room
from duologue.people.models import Partner, Person


class Cohort(models.Model):
    """Several couples, or single partners, who go through a workshop on one timetable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "name"]


class Facilitator(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="facilitators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cohorts_led")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="facilitates_once")
        ]


class CohortMember(models.Model):
    """One partner takes part; the other may, or may not, have a row of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="members")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="cohorts")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "partner"], name="member_once_a_cohort")
        ]


class CohortSession(models.Model):
    """One line of the timetable; `id` is also the group its appointments share a room under."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="timetable")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    session_number = models.PositiveSmallIntegerField(null=True, blank=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="cohort_session_ends_after_it_starts"
            )
        ]


class CohortBooking(models.Model):
    """The appointment made for one couple from one line of the timetable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CohortSession, on_delete=models.PROTECT, related_name="bookings")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
