"""Pages as PDF, set by Typst. Values travel as JSON, so nothing typed becomes markup."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import typst
from django.template.loader import get_template


def render(template: str, values: Mapping[str, Any]) -> bytes:
    """The PDF of `template` (a `.typ` file among the templates of a room).

    The template reads its values with `#let values = json(bytes(sys.inputs.values))`.
    Dates arrive in ISO form. Raises `typst.TypstError` when the template is wrong.
    """
    path = get_template(template).origin.name  # type: ignore[attr-defined]
    return bytes(
        typst.compile(
            path,
            sys_inputs={"values": json.dumps(values, default=_plain)},
            font_paths=_fonts(),
        )
    )


@cache
def _fonts() -> typst.Fonts:
    """Looking for the machine's fonts takes five times as long as setting a page."""
    return typst.Fonts()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
