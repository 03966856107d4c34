import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duologue.enquiry import actions, queries
from duologue.enquiry.models import Enquiry, EnquiryOutcome
from tests.cast import NOW


def asked(name="Eve", **told) -> Enquiry:
    return actions.ask_for_a_call(
        id=uuid.uuid4(), answers={}, at=told.pop("at", NOW), name=name, channel="email",
        reach="eve@example.org", may_leave_message=False, wanted_format="together", **told,
    )  # fmt: skip


def test_who_waits_longest_comes_first(cast) -> None:
    asked("Later", at=NOW + timedelta(hours=1))
    asked("Sooner")
    waiting = queries.enquiries_for(cast.cora, frozenset({"coordinator"})).waiting
    assert [enquiry.name for enquiry in waiting] == ["Sooner", "Later"]


def test_an_outcome_settles_an_enquiry_and_stays_readable(cast, client) -> None:
    enquiry = asked()
    client.force_login(cast.cora)
    noted = {"once": str(uuid.uuid4()), "outcome": "referred", "note": "Asked for a psychologist"}
    for _ in range(2):
        assert client.post(reverse("enquiry-read", args=[enquiry.id]), noted).status_code == 302
    assert EnquiryOutcome.objects.count() == 1
    settled = queries.enquiries_for(cast.cora, frozenset({"coordinator"})).settled
    assert settled[0].outcomes[0].note == "Asked for a psychologist"


def test_an_outcome_without_a_choice_is_refused_and_the_note_is_kept(cast, client) -> None:
    client.force_login(cast.okafor)
    answer = client.post(reverse("enquiry-read", args=[asked().id]), {"note": "Rang twice"})
    assert "Rang twice" in answer.content.decode()
    assert not EnquiryOutcome.objects.exists()


def test_enquiries_are_for_coordinators_and_therapists(cast, client) -> None:
    enquiry = asked()
    for person in (cast.lind, cast.mona, cast.ana.person):
        client.force_login(person)
        assert client.get(reverse("enquiries")).status_code == 404
        assert client.get(reverse("enquiry-read", args=[enquiry.id])).status_code == 404
        with pytest.raises(Enquiry.DoesNotExist):
            queries.enquiry(person, enquiry.id)
    assert queries.enquiry(cast.theo, enquiry.id).email == "eve@example.org"


def test_an_unknown_enquiry_is_a_kind_404(cast, client) -> None:
    client.force_login(cast.cora)
    assert client.get(reverse("enquiry-read", args=[uuid.uuid4()])).status_code == 404


def test_the_list_asks_the_database_the_same_number_of_times(cast, client) -> None:
    client.force_login(cast.cora)
    counts = []
    for number in range(4):
        enquiry = asked(f"Person {number}")
        actions.note_outcome(
            id=uuid.uuid4(), enquiry_id=enquiry.id, outcome="unreached", note="",
            by=cast.cora, at=NOW,
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("enquiries"))
        counts.append(len(captured))
    assert counts[1] == counts[3] <= 15


def test_opening_a_record_from_an_enquiry_brings_the_name_along(cast, client) -> None:
    client.force_login(cast.cora)
    enquiry = asked("Eve Moss")
    read = client.get(reverse("enquiry-read", args=[enquiry.id])).content.decode()
    address = f"{reverse('couple-new')}?enquiry={enquiry.id}"
    assert address in read
    assert 'value="Eve"' in client.get(address).content.decode()
    assert client.get(reverse("couple-new") + "?enquiry=nonsense").status_code == 200


def test_asking_again_and_again_is_slowed_down_and_nothing_written_is_lost(db, client) -> None:
    told = {
        "name": "Eve", "channel": "email", "reach": "eve@example.org", "wanted_format": "unsure",
        "message": "We would like to talk",
    }  # fmt: skip
    for _ in range(6):
        answer = client.post(reverse("enquiry-call"), told | {"once": str(uuid.uuid4())})
    assert answer.status_code == 429 and "We would like to talk" in answer.content.decode()
    assert Enquiry.objects.count() == 4


def test_a_number_too_short_to_call_is_asked_again_and_the_rest_is_kept(db, client) -> None:
    told = {"name": "Eve", "channel": "phone", "reach": "12", "wanted_format": "unsure"}
    answer = client.post(reverse("enquiry-call"), told | {"message": "Evenings, please"})
    assert answer.status_code == 422
    assert "too short" in answer.content.decode() and "Evenings, please" in answer.content.decode()
