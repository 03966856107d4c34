from duologue.contact.actions import tell_to_look
from tests.people.signing_in import mails_to


def test_staff_are_told_that_something_waits_and_not_what(cast, settings) -> None:
    settings.EMAIL_BACKEND = "duologue.contact.outbox.OutboxBackend"
    tell_to_look(person=cast.lind)
    (mail,) = mails_to(cast.lind.email)
    assert "something to look at" in mail.body and "Ana" not in mail.body
