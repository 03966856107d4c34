"""What leaves without anybody pressing a button: queued mail, and the reminder."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from duologue.contact.reminders import send_reminders

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="contact.deliver", retry=RETRY)
def deliver(to: list[str], subject: str, body: str) -> None:
    """Give one mail to the mail server; tried again for about a day when it does not answer."""
    server = get_connection("django.core.mail.backends.smtp.EmailBackend")
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, to, connection=server).send()


@app.periodic(cron="5 * * * *")
@app.task(name="contact.remind", queueing_lock="contact.remind")
def remind(timestamp: int) -> None:
    """Five past every hour: the reminder to those whose hour it is, on its two fixed days."""
    send_reminders(at=timezone.now())
