from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone

from duologue.contact.models import OutboxMail


class OutboxBackend(BaseEmailBackend):
    """Keeps mail on the demo's outbox page instead of sending it."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        OutboxMail.objects.bulk_create(
            OutboxMail(
                to=", ".join(message.to),
                subject=message.subject,
                body=str(message.body),
                at=timezone.now(),
            )
            for message in email_messages
        )
        return len(email_messages)
