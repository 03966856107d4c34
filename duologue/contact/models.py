import uuid

from django.db import models

from duologue.people.models import Partner, Person
from duologue.privacy.ownkeys.fields import OwnText


class Channel(models.TextChoices):
    MAIL = "mail", "Email"
    PHONE = "phone", "The clinic may call"
    NONE = "none", "Do not contact me"


class Hours(models.TextChoices):
    MORNING = "morning", "Mornings"
    MIDDAY = "midday", "Around midday"
    EVENING = "evening", "Evenings"


class SafeContact(models.Model):
    """How one partner may be reached. A change is a new row; the latest counts.

    No field asks why: the answer to "why not evenings" could itself be dangerous to keep.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="safe_contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=10, choices=Hours.choices)
    alias = models.CharField(max_length=60)
    voicemail = models.CharField(
        max_length=10, choices=[("yes", "Yes"), ("no", "No, hang up")], default="no"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(channel="mail", address=""), name="mail_has_an_address"
            ),
            models.CheckConstraint(
                condition=~models.Q(channel="phone", phone=""), name="phone_has_a_number"
            ),
        ]


class Notice(models.Model):
    """One of the constant texts went to a person; which, by whom (none: the clock), when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Message(models.Model):
    """Words between one partner and their team; they lie in that partner's own room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    body = OwnText(owner="partner_id", max_length=8000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["partner", "at"], name="messages_of_a_partner")]


class MessageRead(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="reads")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "by"], name="message_read_once_by_each")
        ]


class OutboxMail(models.Model):
    """A mail the demo clinic would have sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
