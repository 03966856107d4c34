"""With a mail server, mail waits in the queue of the transaction that wrote it."""

import pytest
from django.core.mail import send_mail
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from duologue.contact.outbox import QueueBackend


@pytest.fixture(autouse=True)
def a_mail_server_is_named(settings, mail_lies_in_the_outbox):
    settings.EMAIL_BACKEND = f"{QueueBackend.__module__}.{QueueBackend.__qualname__}"


def test_a_mail_is_a_job(db):
    send_mail("Willow Street", "You have a message.", None, ["ana@example.org"])
    job = ProcrastinateJob.objects.get(task_name="contact.deliver")
    assert job.args == {
        "to": ["ana@example.org"],
        "subject": "Willow Street",
        "body": "You have a message.",
    }


def test_a_mail_for_what_was_rolled_back_never_leaves(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Willow Street", "You have a message.", None, ["ana@example.org"])
        raise RuntimeError
    assert not ProcrastinateJob.objects.filter(task_name="contact.deliver").exists()
