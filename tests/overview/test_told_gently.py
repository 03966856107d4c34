"""A partner is told of a step in the same words on Today and on the journey."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from duologue.overview.rules import told
from duologue.programme import actions
from duologue.programme.models import JointDue, PartnerDue
from duologue.programme.projection import written
from tests.cast import NOW

DAY = timedelta(days=1)
OWN = {
    "gentle": ("practise", "own-conversation", "A quiet look back"),
    "asked": ("answer", "phq-9", "Your mood"),
}


@pytest.mark.parametrize(
    ("state", "kind", "optional", "word"),
    [
        ("late", "practise", False, "open"),
        ("late", "answer", True, "open"),
        ("due", "meet", False, "open"),
        ("late", "sign", False, "late"),
        ("due", "answer", False, "due"),
        ("done", "practise", True, "done"),
        ("waiting", "practise", True, "waiting"),
    ],
)
def test_what_is_optional_or_gentle_is_open_and_never_late(state, kind, optional, word) -> None:
    assert told(state, kind=kind, optional=optional) == word


@pytest.mark.parametrize("which", OWN)
def test_today_and_the_journey_say_the_same_of_what_is_past_its_time(cast, client, which) -> None:
    started = NOW - 30 * DAY
    episode = actions.start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=started,
    )  # fmt: skip
    PartnerDue.objects.all().delete()
    JointDue.objects.all().delete()
    kind, subject, title = OWN[which]
    step = next(s.key for s in written(episode).steps if s.subject == subject)
    PartnerDue.objects.create(
        id=uuid4(), partner=cast.ana, episode=episode, step=step, who="each partner",
        phase="integration", kind=kind, subject=subject, optional=False, opens_at=NOW - 5 * DAY,
        due_at=NOW - 3 * DAY, late_at=NOW - 2 * DAY,
    )  # fmt: skip
    with time_machine.travel(NOW):
        client.force_login(cast.ana.person)
        for name in ("today", "journey"):
            text = re.sub("<[^>]+>", " ", client.get(reverse(name)).content.decode())
            assert title in text, name
            assert bool(re.search(r"\bLate\b", text)) is (which == "asked"), name
            if name == "today":
                assert ("Not today is fine too" in text) is (which == "gentle")
