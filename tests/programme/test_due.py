"""What a partner and the team are shown, and what it costs."""

from duologue.people.models import Couple, Partner, Person
from duologue.programme import actions, queries
from duologue.programme.models import JointDue, PartnerDue
from duologue.programme.projection import written
from tests.cast import NOW

from .conftest import DAY


def finish(episode, partner, *steps):
    for step in steps:
        actions.finish_step(episode=episode, partner=partner, step=step, by=None, at=NOW)


def test_a_partner_sees_their_own_and_the_shared_steps_only(cast, episode):
    finish(episode, None, "first-conversation")
    finish(episode, cast.ana, "consent-confidentiality")
    journey = queries.journey_for(cast.ana, NOW)
    staff = {"clearance", "suitability", "readiness", "order.s1", "closing-summary"}
    assert not staff & {s.step for s in journey.steps}
    states = {s.step: s.state for s in journey.steps}
    assert states["first-conversation"] == states["consent-confidentiality"] == "done"
    assert (states["c-ssrs"], states["consent-touch"]) == ("open", "later")
    assert "private-screen" not in states, "the team hands it over, and it leaves no mark"
    assert journey.phase == "screening"
    assert "private-screen" not in {d.step for d in queries.due_for_partner(cast.ana, NOW)}


def test_what_ben_does_alone_leaves_every_page_of_ana_as_it_was(cast, episode):
    finish(episode, None, "first-conversation")
    finish(episode, cast.ana, "consent-confidentiality", "phq-9.before")

    def pages():
        return [
            (
                queries.journey_for(cast.ana, NOW + n * DAY),
                queries.due_for_partner(cast.ana, NOW + n * DAY),
                queries.coming_for_partner(cast.ana, NOW + n * DAY),
            )
            for n in (0, 10, 30, 100)
        ]

    rows = PartnerDue.objects.filter(partner=cast.ana).order_by("id")
    before, rows_before = pages(), list(rows.values())
    finish(episode, cast.ben, "consent-confidentiality", "private-screen", "c-ssrs", "audit")
    actions.skip_step(
        episode=episode, partner=cast.ben, step="asrm", reason="-", by=cast.okafor, at=NOW
    )
    finish(episode, cast.ben, "clearance")
    assert PartnerDue.objects.filter(partner=cast.ben, step="phq-9.before").exists()
    assert pages() == before
    assert list(rows.values()) == rows_before


def test_steps_turn_late_as_time_goes_by_without_anybody_writing(cast, episode):
    states = [queries.due_for_partner(cast.ana, NOW + n * DAY)[0].state for n in (0, 7, 14)]
    assert states == ["open", "due", "late"]


def test_what_has_closed_is_no_longer_asked(cast, episode):
    finish(episode, None, "first-conversation")
    finish(episode, cast.ana, "consent-confidentiality")

    def asked(at):
        return {d.step for d in queries.due_for_partner(cast.ana, at)}

    assert "phq-9.before" in asked(NOW + 83 * DAY)
    assert "phq-9.before" not in asked(NOW + 84 * DAY)
    journey = queries.journey_for(cast.ana, NOW + 84 * DAY)
    assert {s.step: s.state for s in journey.steps}["phq-9.before"] == "skipped"


def test_the_team_sees_its_own_couples_and_a_coordinator_all(cast, episode):
    late = NOW + 20 * DAY
    for person, couples in ((cast.okafor, 1), (cast.cora, 1), (cast.theo, 0)):
        assert len({d.couple for d in queries.due_for_team(person, late).items}) == couples
    (first,) = queries.due_for_team(cast.okafor, late, state="late").items
    assert (first.step, first.state, first.partner) == ("first-conversation", "late", None)
    assert (first.title, first.team_title) == ("A first conversation with us", "Enquiry call")
    assert queries.counts_for_team(cast.okafor, late) == {"late": 1, "due": 1}
    assert queries.counts_for_team(cast.theo, late) == {"late": 0, "due": 0}


def test_the_work_list_comes_in_pages_that_lose_nothing(cast, episode):
    finish(episode, None, "first-conversation")
    for partner in (cast.ana, cast.ben):
        finish(episode, partner, "consent-confidentiality")
    late = NOW + 40 * DAY
    whole = queries.due_for_team(cast.okafor, late, limit=500).items
    assert len(whole) > 20
    paged, offset = [], 0
    while True:
        page = queries.due_for_team(cast.okafor, late, limit=7, offset=offset)
        paged += page.items
        offset += 7
        if not page.more:
            break
    assert paged == list(whole)
    assert [d.due_at for d in whole] == sorted(d.due_at for d in whole)


def test_one_who_takes_no_medicine_is_asked_only_if_they_joined(cast):
    episode = actions.start_episode(
        couple=cast.couple, programme="individual", dosed=[cast.ana], by=None, at=NOW
    )
    assert queries.journey_for(cast.ben, NOW).steps
    Partner.objects.filter(pk=cast.ben.pk).update(person=None)
    actions.refresh(episode=episode, at=NOW)
    assert not PartnerDue.objects.filter(partner=cast.ben).exists()


def test_one_who_takes_no_medicine_is_not_told_of_the_sessions(cast):
    episode = actions.start_episode(
        couple=cast.couple, programme="individual", dosed=[cast.ana], by=None, at=NOW
    )
    finish(episode, cast.ana, "first-conversation", "consent-confidentiality")

    def page():
        return queries.journey_for(cast.ben, NOW + 90 * DAY)

    before = page()
    for n in (1, 2, 3):
        day = NOW + (50 + 14 * n) * DAY
        actions.set_anchor(episode=episode, name=f"session:{n}", moment=day, by=None, at=NOW)
    actions.set_anchor(episode=episode, name="last-session", moment=NOW + 92 * DAY, by=None, at=NOW)
    assert page() == before
    assert not [s for s in before.steps if s.session]


def test_pages_cost_the_same_whatever_has_happened(cast, episode, django_assert_num_queries):
    finish(episode, None, "first-conversation")
    finish(episode, cast.ana, "consent-confidentiality", "phq-9.before")
    with django_assert_num_queries(6):
        queries.journey_for(cast.ana, NOW)
    with django_assert_num_queries(2):
        queries.due_for_partner(cast.ana, NOW)
    with django_assert_num_queries(3):
        queries.due_for_team(cast.okafor, NOW + 20 * DAY)
    with django_assert_num_queries(3):
        queries.course_of(episode, NOW)


def test_what_is_due_stays_quick_with_two_thousand_couples(cast, episode):
    from time import perf_counter

    from duologue.programme.models import Episode

    couples = [Couple(name=f"Couple {n}", at=NOW) for n in range(2000)]
    Couple.objects.bulk_create(couples)
    episodes = [
        Episode(couple=c, programme="together-psycholytic", programme_version="1", started_at=NOW)
        for c in couples
    ]
    Episode.objects.bulk_create(episodes)
    people = [Person(email=f"{n}@example.org", name=str(n), created_at=NOW) for n in range(2000)]
    Person.objects.bulk_create(people)
    partners = [
        Partner(couple=c, person=p, side=1, first_name=c.name, at=NOW)
        for c, p in zip(couples, people, strict=True)
    ]
    Partner.objects.bulk_create(partners)
    shape = {
        "phase": "screening", "kind": "answer", "subject": "phq-9", "optional": False,
        "opens_at": NOW,
    }  # fmt: skip
    PartnerDue.objects.bulk_create(
        PartnerDue(
            partner=p, episode=e, step=s.key, who="each partner", due_at=NOW + n * DAY / 50, **shape
        )
        for n, (p, e) in enumerate(zip(partners, episodes, strict=True))
        for s in written(episode).steps[:10]
    )
    assert JointDue.objects.exists()
    began = perf_counter()
    work = queries.due_for_team(cast.cora, NOW + 30 * DAY, limit=50)
    assert len(work.items) == 50 and work.more
    assert perf_counter() - began < 0.5
