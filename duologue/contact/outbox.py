"""The two doors mail leaves by: the demo's page, and the clinic's mail server."""

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


class QueueBackend(BaseEmailBackend):
    """Hands mail to a job in the same transaction; the job speaks to the mail server.

    So a request takes the same time whether a mail goes or not, and a mail for something that
    was rolled back never leaves.
    """

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        from duologue.contact.jobs import deliver

        for message in email_messages:
            deliver.defer(to=message.to, subject=message.subject, body=str(message.body))
        return len(email_messages)
