import uuid

from django.db import models

from duologue.people.models import Person


class Channel(models.TextChoices):
    PHONE = "phone", "phone call"
    TEXT = "text", "text message"
    EMAIL = "email", "email"


class WantedFormat(models.TextChoices):
    UNSURE = "unsure", "I do not know yet"
    TOGETHER = "together", "both of us, together"
    TURNS = "taking turns", "both of us, taking turns"
    INDIVIDUAL = "individual", "only one of us takes the medicine"
    WORKSHOP = "workshop", "a weekend with other couples"


class Enquiry(models.Model):
    """One person asked the clinic to call. Belongs to the clinic; read by coordinator and therapists.

    `answers` (question id: option id) is kept only when the person asked for it, else empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    reach = models.CharField(max_length=200)
    safe_hours = models.CharField(max_length=200, blank=True)
    may_leave_message = models.BooleanField()
    wanted_format = models.CharField(max_length=20, choices=WantedFormat.choices)
    message = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at", "id"], name="enquiries_in_order")]


class Outcome(models.TextChoices):
    TALKED = "talked", "talked: a record comes next"
    THINKING = "thinking", "talked: they are thinking about it"
    REFERRED = "referred", "referred to somebody else"
    UNREACHED = "unreached", "tried, not reached"
    NO = "no", "not for them, or not for us"


class EnquiryOutcome(models.Model):
    """What came of an enquiry; the newest stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["enquiry", "-at"], name="outcomes_of_an_enquiry")]
