from datetime import timedelta

import pytest

from duologue.programme import actions
from tests.cast import NOW

DAY = timedelta(days=1)


@pytest.fixture
def episode(cast):
    """Ana and Ben begin the course in which both are dosed together."""
    return actions.start_episode(
        couple=cast.couple,
        programme="together-psycholytic",
        dosed=[cast.ana, cast.ben],
        by=cast.okafor,
        at=NOW,
    )
