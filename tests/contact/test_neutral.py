from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.contact.actions import keep_safe_contact, send_neutral, write_message
from duologue.contact.models import Notice, OutboxMail
from duologue.contact.reminders import send_reminders
from duologue.contact.rules import DAYS, HOUR, NotReachable, Wish, is_reminder_time, reach
from duologue.contact.signals import asking_who_is_in_treatment
from duologue.contact.texts import MOST, texts
from tests.cast import NOW

TELLING = "therapy ketamine clinic couple partner session medicine question answer due late".split()
MONDAY_NINE = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def keep(partner, **said):
    wish = {"channel": "mail", "address": "safe@example.org", "hours": "morning", "alias": "W"}
    return keep_safe_contact(partner=partner, **{**wish, **said}, by=partner.person, at=NOW)


@pytest.fixture
def in_treatment(cast):
    """Ana and Ben are in treatment, whatever a course may say."""

    def both(sender, **_):
        return [cast.ana.pk, cast.ben.pk]

    asking_who_is_in_treatment.connect(both, weak=False)
    yield cast
    asking_who_is_in_treatment.disconnect(both)


def test_there_are_at_most_three_texts_and_none_says_what_it_is_about():
    assert len(texts()) <= MOST
    for text in texts().values():
        said = text.said_by("Willow Street")
        for word in TELLING:
            assert word not in (said.subject + said.body).lower()


def test_a_text_goes_to_the_safe_address_under_the_chosen_name(cast):
    keep(cast.ana, alias="Garden Club")
    send_neutral(person=cast.ana.person, text="message", by=cast.okafor, at=NOW)
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == ("safe@example.org", "Garden Club")
    assert mail.body == "You have a message from Garden Club."
    assert Notice.objects.get().by == cast.okafor


def test_who_asked_not_to_be_contacted_gets_nothing(cast):
    keep(cast.ana)
    keep_safe_contact(
        partner=cast.ana, channel="none", hours="morning", alias="W",
        by=cast.ana.person, at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert send_neutral(person=cast.ana.person, text="message", by=cast.okafor, at=NOW) is None
    assert not OutboxMail.objects.exists() and not Notice.objects.exists()


def test_the_reminder_goes_to_both_alike_and_once_a_day(in_treatment):
    assert send_reminders(at=MONDAY_NINE) == 2
    assert send_reminders(at=MONDAY_NINE + timedelta(minutes=20)) == 0
    ana, ben = OutboxMail.objects.order_by("to")
    assert (ana.subject, ana.body) == (ben.subject, ben.body)


def test_the_reminder_goes_on_its_days_only_and_at_the_hour_each_asked_for(in_treatment):
    keep(in_treatment.ana, hours="evening")
    assert send_reminders(at=MONDAY_NINE + timedelta(days=1)) == 0
    assert send_reminders(at=MONDAY_NINE) == 1
    assert send_reminders(at=MONDAY_NINE + timedelta(hours=9)) == 1
    assert {one.to for one in OutboxMail.objects.all()} == {"safe@example.org", "ben@example.org"}


def test_what_a_partner_has_done_changes_no_reminder(in_treatment):
    write_message(partner=in_treatment.ana, body="I am here", by=in_treatment.ana.person, at=NOW)
    send_reminders(at=MONDAY_NINE)
    ana, ben = OutboxMail.objects.order_by("to")
    assert (ana.subject, ana.body, ana.at.date()) == (ben.subject, ben.body, ben.at.date())


def test_who_is_not_in_treatment_gets_no_reminder(cast):
    assert send_reminders(at=MONDAY_NINE) == 0


@given(
    hours=st.sampled_from(sorted(HOUR)),
    week=st.dates(date(2020, 1, 6), date(2030, 1, 1)),
)
def test_in_any_week_a_person_has_exactly_one_hour_on_each_reminder_day(hours, week):
    wish = Wish("mail", "a@example.org", hours, "W")
    start = datetime.combine(week, time(), tzinfo=UTC)
    due = [
        start + timedelta(hours=hour)
        for hour in range(7 * 24)
        if is_reminder_time(start + timedelta(hours=hour), wish)
    ]
    assert sorted(at.weekday() for at in due) == sorted(DAYS)


@given(st.sampled_from(["phone", "none"]), st.emails())
def test_only_who_chose_mail_is_mailed(channel, address):
    wish = Wish(channel, address, "morning", "W")
    assert isinstance(reach(wish, "account@example.org", "Clinic"), NotReachable)
