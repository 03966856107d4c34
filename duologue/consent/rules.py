"""Whether a consent holds now, with the reason; whether a document was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duologue.consent.document import Document, TeachBack


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature of one person on one version."""

    version: str
    at: datetime
    withdrawn_at: datetime | None = None
    countersigned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """The consent holds since `since`."""

    since: datetime
    source: str
    word: str = "signed"


@dataclass(frozen=True, slots=True)
class Closed:
    reason: str
    source: str
    remedy: str
    word: str = "closed"


@dataclass(frozen=True, slots=True)
class Decide:
    who: str
    reason: str
    source: str
    word: str = "waiting"


def standing(
    document: Document, signatures: Sequence[Signed], *, since: datetime | None = None
) -> Open | Closed | Decide:
    """How one person's consent to the version in force stands. Only the newest signature counts.

    `since`: when what the clinic chose in this document last became another; what was signed
    before has to be signed again.
    """
    source = f"{document.title}, version {document.version}"
    if not signatures:
        return Closed("not signed yet", source, "read it and sign it", word="due")
    last = max(signatures, key=lambda signature: signature.at)
    if last.withdrawn_at is not None:
        return Closed("consent withdrawn", source, "ask again in person", word="withdrawn")
    if since is not None and last.at < since:
        return Closed("its rule has changed since", source, "read it again and sign", word="due")
    if last.version != document.version:
        return Closed(
            "a newer version has not been signed", source, "read the new version", word="due"
        )
    if document.countersign and last.countersigned_at is None:
        return Decide(document.countersign, f"the {document.countersign} signs beside", source)
    return Open(last.at, source)


def not_understood(document: Document, answers: Mapping[str, str]) -> tuple[TeachBack, ...]:
    """The questions whose last answer is missing or wrong."""
    return tuple(
        question
        for question in document.questions
        if not any(o.right and o.id == answers.get(question.id) for o in question.options)
    )
