import pytest
from django.urls import reverse

from duologue.screening import actions, history, queries
from duologue.screening.models import HistorySubmission, HistoryVersion
from tests.cast import NOW

LINE = {
    "line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "0",
    "line-0-name": "Sertraline", "line-0-dose": "50 mg", "line-0-how_often": "every morning",
    "line-1-name": "", "line-1-dose": "", "line-1-how_often": "",
}  # fmt: skip
YOURSELF = {"born": "1988-04-02", "height_cm": "172", "weight_kg": "68.5", "allergies": ""}


@pytest.fixture
def ana(cast, client):
    client.force_login(cast.ana.person)
    return client


def page(screen: str) -> str:
    number = [one.id for one in history.screens()].index(screen) + 1
    return reverse("screening-history-screen", args=[number])


def all_no(screen) -> dict[str, str]:
    return {asked.id: "no" for asked in history.conditions_on(screen)}


def fill(client) -> None:
    for screen in history.screens()[:5]:
        assert client.post(page(screen.id), all_no(screen)).status_code == 302
    client.post(page("medicines"), LINE)
    client.post(page("yourself"), YOURSELF)


def test_a_history_is_filled_screen_by_screen_and_sent(cast, ana) -> None:
    fill(ana)
    assert ana.post(reverse("screening-history")).status_code == 302
    ana.post(reverse("screening-history"))
    assert HistorySubmission.objects.count() == 1
    assert [str(m) for m in queries.medicines_of(cast.ana)] == ["Sertraline, 50 mg, every morning"]


def test_each_screen_is_saved_and_the_next_one_follows(cast, ana) -> None:
    screens = history.screens()
    answer = ana.post(page(screens[0].id), all_no(screens[0]) | {"note": "since 2019"})
    assert answer.url == page(screens[1].id)
    read = ana.get(page(screens[0].id)).content.decode()
    assert "since 2019" in read
    assert queries.history_of(cast.ana).next == 2


def test_an_unanswered_line_is_said_and_the_rest_stays(cast, ana) -> None:
    screen = history.screens()[0]
    answers = all_no(screen) | {"note": "kept words"}
    answers.pop("hypertension")
    page_again = ana.post(page(screen.id), answers).content.decode()
    assert "“Not sure” is a fine answer" in page_again
    assert "kept words" in page_again
    assert not HistoryVersion.objects.exists()


def test_the_same_screen_sent_twice_makes_one_version(cast, ana) -> None:
    screen = history.screens()[0]
    for _ in range(2):
        ana.post(page(screen.id), all_no(screen))
    assert HistoryVersion.objects.count() == 1


def test_a_history_with_a_gap_is_not_sent(cast, ana) -> None:
    ana.post(page("medicines"), LINE)
    answer = ana.post(reverse("screening-history"), follow=True)
    assert "Not answered yet" in answer.content.decode()
    assert not HistorySubmission.objects.exists()


def test_a_correction_reaches_the_team_only_when_it_is_sent(cast, ana) -> None:
    fill(ana)
    ana.post(reverse("screening-history"))
    ana.post(page("medicines"), LINE | {"line-1-name": "Diazepam"})
    assert len(queries.medicines_of(cast.ana)) == 1
    assert queries.history_of(cast.ana).changed_since_sent
    ana.post(reverse("screening-history"))
    assert len(queries.medicines_of(cast.ana)) == 2
    assert HistorySubmission.objects.count() == 2


def test_a_dose_without_a_name_is_refused_and_kept(cast, ana) -> None:
    answer = ana.post(page("medicines"), LINE | {"line-1-dose": "20 mg at night"})
    assert "as it stands on the box" in answer.content.decode()
    assert "20 mg at night" in answer.content.decode()


def test_no_medicines_must_be_said(cast, ana) -> None:
    nothing = LINE | {"line-0-name": "", "line-0-dose": "", "line-0-how_often": ""}
    assert "say that you take none" in ana.post(page("medicines"), nothing).content.decode()
    assert ana.post(page("medicines"), nothing | {"none": "on"}).status_code == 302
    assert (
        "Empty their lines" in ana.post(page("medicines"), LINE | {"none": "on"}).content.decode()
    )


@pytest.mark.parametrize("wrong", [{"born": "2030-01-01"}, {"height_cm": "5"}, {"weight_kg": "7"}])
def test_what_cannot_be_is_refused(cast, ana, wrong) -> None:
    assert ana.post(page("yourself"), YOURSELF | wrong).status_code == 200
    assert not HistoryVersion.objects.exists()


def test_a_history_is_its_persons_alone(cast, ana, client) -> None:
    fill(ana)
    client.force_login(cast.ben.person)
    assert "Sertraline" not in client.get(page("medicines")).content.decode()
    assert queries.history_of(cast.ben).answers == {}
    client.force_login(cast.okafor)
    assert client.get(page("medicines")).status_code == 404
    assert client.get(reverse("screening-history")).status_code == 404


def test_what_was_told_stands_in_the_form_again(cast, ana) -> None:
    ana.post(page("yourself"), YOURSELF)
    again = ana.get(page("yourself")).content.decode()
    for value in ("1988-04-02", "172", "68.5"):
        assert f'value="{value}"' in again


def test_an_unknown_screen_is_a_kind_404(cast, ana) -> None:
    for number in (0, len(history.screens()) + 1):
        nowhere = reverse("screening-history-screen", args=[number])
        assert ana.get(nowhere).status_code == 404


def test_two_tabs_lose_nothing_of_each_other(cast) -> None:
    one, two = {"conditions": {"heart": "no"}}, {"conditions": {"liver": "yes"}}
    for screen in (one, two):
        actions.save_history(partner=cast.ana, screen=screen, by=cast.ana.person, at=NOW)
    assert queries.history_of(cast.ana).answers["conditions"] == {"heart": "no", "liver": "yes"}
