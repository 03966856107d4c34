"""Questionnaires the made-up couples answered: kept and scored as if sent from the portal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from duologue.demo.answers import answers
from duologue.demo.life import Life
from duologue.demo.sealing import WAITS, Sealed
from duologue.demo.story import Story
from duologue.measures import loader, rules
from duologue.measures.actions import SCORER, answer, hold, start
from duologue.measures.models import Answer, Response, Score, Submission
from duologue.people.models import Partner, Person
from duologue.programme.models import Episode
from duologue.programme.outline import Programme
from duologue.programme.rules import Place
from duologue.safety.actions import raise_alert

BEHIND = {"private-screen": "hark"}  # which questionnaire a step of the course means
ALERTS = {"phq-9": "suicide-risk"}


class Asked:
    """Gathers the rows of all couples, to write them at once: they are ten thousand."""

    def __init__(self) -> None:
        self.responses: list[Response] = []
        self.answers: list[Answer] = []
        self.submissions: list[Submission] = []
        self.scores: list[Score] = []
        self.sealed = Sealed()

    def answer_course(
        self,
        *,
        story: Story,
        episode: Episode,
        outline: Programme,
        partners: Mapping[str, Partner],
        life: Life,
        done: Mapping[Place, datetime],
        day_of: Callable[[datetime], int],
        rng: np.random.Generator,
        clinicians: Sequence[Person],
    ) -> None:
        leaning = {
            slot: dict(zip(loader.ids(), 0.05 * drawn, strict=True))
            for slot in partners
            for drawn in [rng.standard_normal(len(loader.ids()))]
        }
        for (key, slot), at in sorted(done.items(), key=lambda one: one[1]):
            step = outline.step(key)
            subject = BEHIND.get(step.subject, step.subject)
            if step.kind != "answer" or subject not in loader.ids():
                continue
            partner, day = partners[slot], day_of(at)
            state = life.lately(partner.side, day)
            given = answers(loader.instrument(subject), state, leaning[slot][subject], rng)
            told = story.alarm
            alarming = told and (told.side, told.step) == (partner.side, key)
            if told and alarming:
                given[told.item] = told.value
            on_paper = rng.random() < 0.03
            if loader.instrument(subject).room == "sealed":
                self._seal(story, partner, episode, key, subject, given, at, clinicians)
                continue
            scored = self._keep(partner, episode, key, subject, given, at, on_paper)
            for alert in scored.alerts if alarming else ():
                kind = ALERTS.get(subject, "other")
                raise_alert(
                    partner=partner, kind=kind, because=alert.text, by=partner.person, at=at
                )

    def _seal(
        self,
        story: Story,
        partner: Partner,
        episode: Episode,
        step: str,
        subject: str,
        given: dict[int, float],
        at: datetime,
        clinicians: Sequence[Person],
    ) -> None:
        said = story.sealed.get(partner.side)
        if said and said != WAITS:
            given[min(given)] = 1
        response = Response(
            partner=partner,
            episode=episode.id,
            step=step,
            instrument=subject,
            version=loader.instrument(subject).version,
            mode=Response.Mode.TABLET,
            by=clinicians[0],
            at=at - timedelta(minutes=3),
        )
        self.responses.append(response)
        self.submissions.append(Submission(response=response, by=None, at=at))
        self.sealed.keep(response=response, given=given, readers=clinicians, said=said, at=at)

    def _keep(
        self,
        partner: Partner,
        episode: Episode,
        step: str,
        subject: str,
        given: Mapping[int, float],
        at: datetime,
        on_paper: bool,
    ) -> rules.Scored:
        instrument = loader.instrument(subject)
        scored = rules.score(instrument, given)
        common = {"by": partner.person, "at": at}
        response = Response(
            partner=partner,
            episode=episode.id,
            step=step,
            instrument=subject,
            version=instrument.version,
            mode=Response.Mode.PAPER if on_paper else Response.Mode.PORTAL,
            by=partner.person,
            at=at - timedelta(minutes=3),
        )
        self.responses.append(response)
        self.submissions.append(Submission(response=response, **common))
        self.answers += [
            Answer(response=response, item=item, value=value, **common)
            for item, value in given.items()
        ]
        for name, value in {Score.TOTAL: scored.score, **scored.subscales}.items():
            whole = name == Score.TOTAL
            self.scores.append(
                Score(
                    response=response,
                    name=name,
                    value=value,
                    band=(scored.band or "") if whole else "",
                    reason=(scored.reason or "") if whole else "",
                    scorer_version=SCORER,
                    at=at,
                )
            )
        return scored

    def write(self) -> None:
        Response.objects.bulk_create(self.responses, batch_size=1000)
        Submission.objects.bulk_create(self.submissions, batch_size=1000)
        Answer.objects.bulk_create(self.answers, batch_size=2000)
        Score.objects.bulk_create(self.scores, batch_size=1000)
        self.sealed.write()


def begin_and_leave(*, partner: Partner, episode: Episode, step: str, at: datetime) -> None:
    """A questionnaire begun and left half way, to be taken up again."""
    subject = BEHIND.get(step, step.split(".")[0])
    response = start(
        partner=partner, instrument=subject, episode=episode.id, step=step, by=partner.person, at=at
    )
    items = loader.instrument(subject).items
    for item in items[: len(items) // 2]:
        answer(response=response, item=item.number, value=item.lowest, by=partner.person, at=at)


def hold_one(*, partner: Partner, at: datetime) -> None:
    """A paper form that could not be read as it came in."""
    hold(
        partner=partner,
        instrument="who-5",
        received={"1": "4", "2": "3", "3": "34", "4": "2", "5": "3"},
        why="Item 3: 34 is no answer on offer; it was entered from paper.",
        at=at,
    )
