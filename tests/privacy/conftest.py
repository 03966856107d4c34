from collections.abc import Iterator
from typing import Any

import pytest

from duologue.worlds.databases import Server
from tests.privacy.crawling import made_in


@pytest.fixture(scope="module")
def worlds(
    postgres: tuple[str, str], superuser: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Server]:
    with made_in(postgres, superuser, django_db_blocker) as server:
        yield server
