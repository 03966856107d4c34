"""What a page is called for the person whose record it shows; `pages.yaml` says it."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("pages.yaml")


@cache
def titles() -> dict[str, str]:
    read: dict[str, str] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return read


def title_of(page: str) -> str:
    return titles().get(page, page.replace("-", " "))
