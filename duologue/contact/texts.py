"""The constant texts, read from `texts.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

PATH = Path(__file__).with_name("texts.yaml")
MOST = 3


@dataclass(frozen=True)
class Text:
    subject: str
    body: str

    def said_by(self, alias: str) -> "Text":
        return Text(self.subject.format(alias=alias), self.body.format(alias=alias))


@cache
def texts() -> dict[str, Text]:
    """Every text by its name. Raises ValueError with file and field when one is not constant."""
    read = YAML(typ="safe").load(PATH.read_text())
    if len(read) > MOST:
        raise ValueError(f"{PATH.name}: {len(read)} texts; keep at most {MOST}")
    made = {}
    for name, fields in read.items():
        text = Text(fields["subject"], fields["body"])
        try:
            text.said_by("Name")
        except (KeyError, IndexError) as wrong:
            raise ValueError(
                f"{PATH.name}: {name}: only {{alias}} may stand in a text, not {wrong}"
            ) from None
        made[name] = text
    return made
