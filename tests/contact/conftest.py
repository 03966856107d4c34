import pytest

from duologue.contact.outbox import OutboxBackend


@pytest.fixture(autouse=True)
def mail_lies_in_the_outbox(settings) -> None:
    settings.EMAIL_BACKEND = f"{OutboxBackend.__module__}.{OutboxBackend.__qualname__}"
