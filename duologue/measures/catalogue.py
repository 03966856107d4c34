"""`python -m duologue.measures.catalogue`: the instruments as the table of docs/instruments.md."""

from __future__ import annotations

from duologue.measures.instrument import Instrument
from duologue.measures.loader import load_all
from duologue.measures.rules import needed_change

HEAD = """# Instruments

Made by `python -m duologue.measures.catalogue > docs/instruments.md` from the files in
`duologue/measures/library/`. Do not edit by hand.

- **SHIP** public domain or free to use; **SHIP-NC** free for clinical and research use, not for
  sale; **SHIP-CC** open access, with attribution; **CC0** written for Duologue, not a validated
  scale; **STUB** numbers and scoring only: the clinic supplies the text under its own licence.
- *Checked* says no where wording, anchors or key are recalled and not yet held against a source,
  in part where only a band, a cut-off, a scale, a change index or single items are.
  Bands and change indices that rest on such facts are not shown.
- *Change*: points between two scores of one person that are more than chance, where a checked
  index is on file (published, or 1.96 · SD · √2 · √(1 − r), Jacobson & Truax 1991).

| id | instrument | licence | items | score | bands | change | when an answer is missing | checked |
|---|---|---|---|---|---|---|---|---|
"""


def catalogue() -> str:
    """The whole page."""
    return HEAD + "".join(_row(found) + "\n" for found in load_all().values())


def _row(found: Instrument) -> str:
    plan = found.scoring
    score = f"{plan.method}, {found.range[0]} to {found.range[1]}" if found.range else plan.method
    if plan.subscales:
        score += f"; {len(plan.subscales)} scales"
    bands = sum(band.verified for band in found.bands)
    needed = needed_change(found)
    cells = (
        found.id,
        found.name,
        found.licence.kind,
        str(len(found.items) or "not on file"),
        score,
        str(bands) if bands else "none",
        f"{needed:.1f}" if needed else "none",
        plan.missing.source,
        _checked(found),
    )
    return "| " + " | ".join(cells) + " |"


def _checked(found: Instrument) -> str:
    if not (found.verified and found.scoring.verified):
        return "no"
    plan = found.scoring
    parts = [item.verified for item in found.items]
    parts += [part.verified for part in plan.subscales]
    parts += [finding.verified for finding in plan.findings]
    parts += [band.verified for band in found.bands]
    parts += [cutoff.verified for cutoff in found.cutoffs]
    parts += [found.change.verified] if found.change else []
    return "yes" if all(parts) else "in part"


if __name__ == "__main__":
    print(catalogue(), end="")
