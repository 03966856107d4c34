"""How a step is named to the partner whose it is; the team reads how it stands to the day."""

GENTLE = frozenset({"practise", "meet"})
"""Kinds nobody is behind with: one practises as it suits, and the team books what is a meeting."""


def told(state: str, *, kind: str, optional: bool) -> str:
    """The word for its partner: what is optional or gentle is open, never due and never late."""
    gentle = optional or kind in GENTLE
    return "open" if gentle and state in ("due", "late") else state
