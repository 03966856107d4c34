import uuid
from datetime import timedelta

from django.test import RequestFactory
from django.urls import reverse

from duologue.contact.actions import write_message
from duologue.contact.models import Message, OutboxMail, SafeContact
from duologue.contact.queries import unread_for
from tests.cast import NOW

SAID = {
    "channel": "mail", "address": "safe@example.org", "hours": "evening",
    "voicemail": "no", "alias": "Garden Club", "phone": "",
}  # fmt: skip


def test_a_change_of_safe_contact_is_a_new_row_and_the_latest_counts(client, cast):
    client.force_login(cast.ana.person)
    client.post(reverse("contact-safe"), SAID)
    client.post(reverse("contact-safe"), {**SAID, "hours": "midday"})
    assert SafeContact.objects.filter(partner=cast.ana).count() == 2
    assert client.get(reverse("contact-safe")).context["form"].initial["hours"] == "midday"


def test_the_page_says_where_sign_in_codes_still_go_before_and_after_saving(client, cast):
    client.force_login(cast.ana.person)
    said = "Sign-in codes still go to a…@example.org; ask your care team to change it"
    page = client.get(reverse("contact-safe")).content.decode()
    assert "sign-in codes still go to <strong>a…@example.org</strong>" in page
    client.post(reverse("contact-safe"), SAID)
    saved = client.get(reverse("contact-safe")).content.decode()
    assert said in saved


def test_a_missing_address_is_asked_for_and_the_rest_is_kept(client, cast):
    client.force_login(cast.ana.person)
    page = client.post(reverse("contact-safe"), {**SAID, "address": ""})
    assert page.status_code == 422
    assert "Write the email we may use" in page.content.decode()
    assert "Garden Club" in page.content.decode()
    assert not SafeContact.objects.exists()


def test_a_partner_writes_and_the_team_reads_and_answers(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.ana.person)
    said = {"id": str(uuid.uuid4()), "body": "May we move Thursday?"}
    for _twice in range(2):
        client.post(reverse("contact-messages"), said)
    assert Message.objects.count() == 1

    client.force_login(cast.okafor)
    assert [one.partner for one in unread_for(cast.okafor)] == ["Ana"]
    with django_assert_max_num_queries(15):
        assert "Ana" in client.get(reverse("messages")).content.decode()
    thread = reverse("contact-partner-messages", args=[cast.ana.pk])
    assert "move Thursday" in client.get(thread).content.decode()
    with django_assert_max_num_queries(15):
        client.get(thread)
    assert unread_for(cast.okafor) == ()
    client.post(thread, {"id": str(uuid.uuid4()), "body": "Friday at ten?"})
    assert len(unread_for(cast.ana.person)) == 1

    client.force_login(cast.ana.person)
    assert "Friday at ten?" in client.get(reverse("contact-messages")).content.decode()
    assert unread_for(cast.ana.person) == ()
    assert not OutboxMail.objects.exists(), "a mail at the moment of writing would tell when"


def test_a_partner_never_meets_the_other_partners_messages(client, cast):
    write_message(partner=cast.ana, body="only for you", by=cast.ana.person, at=NOW)
    write_message(partner=cast.ana, body="thank you", by=cast.okafor, at=NOW)
    client.force_login(cast.ben.person)
    before = client.get(reverse("contact-messages")).content.decode()
    assert "only for you" not in before and "thank you" not in before
    assert unread_for(cast.ben.person) == ()
    thread = reverse("contact-partner-messages", args=[cast.ana.pk])
    assert client.get(thread).status_code == 404


def test_the_token_of_the_other_partners_form_meets_nothing(client, cast):
    theirs = {"id": str(uuid.uuid4()), "body": "what Ana wrote"}
    client.force_login(cast.ana.person)
    client.post(reverse("contact-messages"), theirs)
    client.force_login(cast.ben.person)
    for row_or_token in (theirs["id"], str(Message.objects.get().pk)):
        sent = client.post(
            reverse("contact-messages"), {"id": row_or_token, "body": f"Ben's own {row_or_token}"}
        )
        assert sent.status_code == 302
    assert [one.body for one in Message.objects.filter(partner=cast.ana)] == ["what Ana wrote"]
    assert Message.objects.filter(partner=cast.ben, author=cast.ben.person).count() == 2


def test_other_words_sent_with_the_same_form_are_another_message(client, cast):
    client.force_login(cast.ana.person)
    token = str(uuid.uuid4())
    for body in ("first", "second", "second"):
        client.post(reverse("contact-messages"), {"id": token, "body": body})
    assert sorted(one.body for one in Message.objects.all()) == ["first", "second"]


def test_a_stranger_on_the_team_meets_404(client, cast):
    client.force_login(cast.theo)
    assert client.get(reverse("contact-partner-messages", args=[cast.ana.pk])).status_code == 404
    assert client.post(reverse("contact-notice", args=[cast.ana.pk])).status_code == 404
    assert unread_for(cast.theo) == ()


def test_the_team_sends_the_neutral_text_by_hand(client, cast):
    client.force_login(cast.okafor)
    client.post(reverse("contact-notice", args=[cast.ana.pk]))
    assert OutboxMail.objects.get().body == "You have a message from Willow Street."


def test_an_empty_message_is_not_sent_and_the_page_says_so(client, cast):
    client.force_login(cast.ana.person)
    assert client.post(reverse("contact-messages"), {"id": str(uuid.uuid4())}).status_code == 422


def test_the_outbox_shows_mail_newest_first(cast, rf: RequestFactory):
    from django.contrib.auth.models import AnonymousUser

    from duologue.contact.views import outbox

    for hour, subject in ((9, "Olives"), (10, "Quinces")):
        OutboxMail.objects.create(
            to="ana@example.org", subject=subject, body="b", at=NOW.replace(hour=hour)
        )
    request = rf.get("/demo/outbox/")
    request.user = AnonymousUser()
    page = outbox(request).content.decode()
    assert page.index("Quinces") < page.index("Olives")


def test_help_now_opens_for_anybody_with_numbers_of_the_country(client, cast):
    page = client.get(reverse("help-now")).content.decode()
    assert 'href="tel:999"' in page and 'href="tel:116123"' in page
    assert "Nobody reads this page" in page and "Leave now" in page
    client.force_login(cast.ana.person)
    assert client.get(reverse("help-now")).status_code == 200


def test_help_now_in_an_unknown_country_still_names_a_number(client, cast):
    cast.clinic.country = "ZZ"
    cast.clinic.phone = "+44 20 7946 0000"
    cast.clinic.save()
    page = client.get(reverse("help-now")).content.decode()
    assert 'href="tel:112"' in page and 'href="tel:+442079460000"' in page


def test_a_long_thread_shows_its_latest_thirty_and_the_earlier_ones_on_request(client, cast):
    for n in range(1, 33):
        at = NOW + timedelta(minutes=n)
        write_message(partner=cast.ana, body=f"({n})", by=cast.ana.person, at=at)
    client.force_login(cast.okafor)
    thread = reverse("contact-partner-messages", args=[cast.ana.pk])
    latest = client.get(thread).content.decode()
    assert "(32)" in latest and "(3)" in latest and "(2)" not in latest
    assert latest.index("(31)") < latest.index("(32)")
    assert "Earlier messages" in latest and "Later messages" not in latest
    assert len(unread_for(cast.okafor)) == 2, "what was not shown was not read"
    earlier = client.get(thread + "?page=2").content.decode()
    assert "(1)" in earlier and "(2)" in earlier and "(3)" not in earlier
    assert "Later messages" in earlier and "Earlier messages" not in earlier
    assert unread_for(cast.okafor) == ()

    client.force_login(cast.ana.person)
    own = client.get(reverse("contact-messages")).content.decode()
    assert "(32)" in own and "(2)" not in own and "Earlier messages" in own
