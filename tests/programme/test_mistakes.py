"""A mistake in a written course is told with file, line, field and how to mend it."""

import pytest

from duologue.programme.loader import parse
from duologue.programme.reading import Mistake

GOOD = """\
id: short
version: "1"
title: Short
summary: A course for tests.
format: together
dose_level: psycholytic
routes: [lozenge]
sessions: {count: 2, every: 7}
ends: +2w
limits:
  interval_days: {value: 6, source: test}
  max_sessions: {value: 2, source: test}
  food_hours: {value: 4, source: test}
  drink_hours: {value: 2, source: test}
  discharge_minutes: {value: 120, source: test}
  routes:
    lozenge: {mg_per_kg: {value: 2, source: test}, cap_mg: {value: 200, source: test}}
waves:
  end: {phase: followup, anchor: end-of-treatment, opens: -1d, due: +0d}
steps:
  - {key: call, phase: enquiry, kind: meet, subject: call, who: couple, title: Call}
  - {key: screen, phase: screening, kind: answer, subject: private-screen, who: each partner, title: Some questions}
  - {key: suitability, phase: screening, kind: record, subject: suitability, who: therapist, after: [screen], title: Decision}
  - {key: treatment, phase: consent, kind: sign, subject: treatment, who: each partner, title: Consent}
  - {key: lesson, phase: preparation, kind: read, subject: lesson, who: each partner, optional: true, title: Lesson}
  - {key: session, phase: medicine, kind: meet, subject: medicine-session, who: couple, repeat: each session, after: [previous session], title: Session}
  - {key: talk, phase: integration, kind: practise, subject: talk, who: couple, repeat: each session, after: [session], opens: +1d, due: +2d, title: Talk}
  - {key: csi-16, kind: answer, subject: csi-16, who: each partner, repeat: [end], title: Relationship}
"""


def mistake(old: str, new: str) -> Mistake:
    assert old in GOOD
    with pytest.raises(Mistake) as found:
        parse(GOOD.replace(old, new, 1), "short.yaml")
    return found.value


def test_the_short_course_itself_is_right():
    assert [s.key for s in parse(GOOD, "short.yaml").steps][-5:] == [
        "session.s1", "session.s2", "talk.s1", "talk.s2", "csi-16.end",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "says"),
    [
        ("after: [screen]", "after: [scren]", 23, "after", "there is no step “scren”"),
        ("due: +2d", "due: soon", 27, "due", "“soon” is not a time such as"),
        ("due: +2d", "due: +12h", 27, "due", "“due” is before “opens”"),
        ("kind: sign", "kind: wave", 24, "kind", "“wave” is unknown; use one of answer"),
        ("key: lesson", "key: call", 25, "key", "“call” is already used"),
        ("key: lesson", "key: Lesson 1", 25, "key", "lower-case"),
        ("cap_mg: {value: 200, source: test}", "", 17, "cap_mg", "it is missing"),
        ("interval_days: {value: 6, source: test}", "interval_days: {value: 6}", 11, "source", "missing"),
        ("  food_hours: {value: 4, source: test}\n", "", 11, "food_hours", "it is missing"),
        ("after: [screen]", "after: [screen, lesson]", 23, "after", "later phase"),
        ("who: each partner, title: Consent", "who: each partner, after: [lesson], title: C", 24, "after", "later phase"),
        ("subject: call, who: couple", "subject: call, who: nobody", 21, "who", "“nobody” is unknown"),
        ("title: Call", "title: Call, colour: red", 21, "colour", "this field is unknown"),
        ("repeat: [end]", "repeat: [never]", 28, "repeat", "“never” is not a wave"),
        ("anchor: end-of-treatment", "anchor: session:9", 19, "anchor", "none of"),
        ("format: together", "format: apart", 5, "format", "“apart” is unknown"),
        ("  - {key: treatment", "  # {key: treatment", 20, "steps", "the phase “consent” has no step"),
        ("subject: private-screen", "subject: hark", 20, "steps", "there is no private-screen"),
        ("title: Call}", "title: Call", 22, "yaml", "mend the line"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_is(old, new, line, field, says):
    found = mistake(old, new)
    assert (found.file, found.line, found.field) == ("short.yaml", line, field), str(found)
    assert says in str(found)
    assert str(found).startswith(f"short.yaml, line {line}, {field}: ")


def test_a_circle_is_shown_as_it_runs():
    found = mistake("subject: call, who: couple,", "subject: call, who: couple, after: [call],")
    assert (found.field, found.line) == ("after", 21)
    assert "call → call" in str(found)


def test_a_shared_step_may_not_wait_for_what_one_partner_did_alone():
    found = mistake("after: [previous session]", "after: [previous session, treatment]")
    assert "both would see this step move" in str(found)


def test_nothing_required_waits_for_an_optional_step():
    found = mistake(
        "repeat: [end], title: Relationship}",
        "repeat: [end], title: R}\n  - {key: letter, phase: followup, kind: record, "
        "subject: closing-summary, who: therapist, after: [lesson], title: Letter}",
    )
    assert "“lesson” is optional" in str(found)


def test_the_private_screen_cannot_be_for_one_partner_only():
    found = mistake(
        "subject: private-screen, who: each partner", "subject: private-screen, who: dosed partner"
    )
    assert "the same for each partner" in str(found)


def test_the_partner_without_medicine_is_not_told_when_sessions_are():
    found = mistake("format: together", "format: individual")
    assert "would learn from this step when the sessions are" in str(found)
