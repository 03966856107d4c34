"""The kinds of alert, from alerts.yaml."""

from functools import cache
from pathlib import Path

import msgspec
from ruamel.yaml import YAML

from duologue.safety.rules import AlertKind


@cache
def kinds() -> dict[str, AlertKind]:
    path = Path(__file__).with_name("alerts.yaml")
    read = msgspec.convert(YAML(typ="safe").load(path), list[AlertKind])
    return {kind.id: kind for kind in read}


def kind(id: str) -> AlertKind:
    """The kind of that id; an id nobody has described yet still gets a clock."""
    return kinds().get(id, kinds()["other"])
