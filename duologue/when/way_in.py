"""From the first history to the signed papers, and what a couple settles about secrets and its record."""

from typing import Any

from duologue.consent import signals as consent
from duologue.programme import told
from duologue.record import signals as record
from duologue.screening import signals as screening
from duologue.sharing import signals as sharing
from duologue.when.on import on


def connect() -> None:
    on(screening.history_submitted, a_sent_history_finishes_its_step)
    on(screening.clearance_signed, a_signed_clearance_finishes_its_step)
    on(screening.suitability_signed, a_signed_suitability_finishes_its_step)
    on(consent.consent_signed, a_signed_consent_finishes_its_step)
    on(consent.consent_withdrawn, a_withdrawn_consent_reaches_a_clinician)
    on(consent.consent_withdrawn, a_withdrawn_consent_is_asked_again)
    on(consent.consent_outdated, an_outdated_consent_is_asked_again)
    on(sharing.secrets_policy_changed, a_changed_rule_on_secrets_is_signed_again)
    on(record.erasure_asked, a_request_for_erasure_reaches_a_clinician)


def a_sent_history_finishes_its_step(sender: Any, *, version: Any, **who: Any) -> None:
    told.done_for_good(version.partner, "medical-history", **who)


def a_signed_clearance_finishes_its_step(sender: Any, *, clearance: Any, **who: Any) -> None:
    told.done_by(clearance.partner, "clearance", **who)


def a_signed_suitability_finishes_its_step(sender: Any, *, suitability: Any, **who: Any) -> None:
    told.done_together(suitability.couple, "suitability", **who)


def a_signed_consent_finishes_its_step(sender: Any, *, signature: Any, **who: Any) -> None:
    told.done_for_good(signature.partner, signature.document, **who)


def a_withdrawn_consent_reaches_a_clinician(
    sender: Any, *, signature: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.consent.loader import document
    from duologue.safety.actions import raise_alert

    paper = document(signature.document, signature.version)
    because = f"“{paper.title}”, version {paper.version}"
    raise_alert(partner=signature.partner, kind="consent-withdrawn", because=because, by=by, at=at)


def a_withdrawn_consent_is_asked_again(sender: Any, *, signature: Any, **who: Any) -> None:
    told.no_longer_done(signature.partner, signature.document, because="taken back", **who)


def an_outdated_consent_is_asked_again(sender: Any, *, signature: Any, **who: Any) -> None:
    told.no_longer_done(
        signature.partner, signature.document,
        because="a new version", until=signature.at, **who,
    )  # fmt: skip


def a_changed_rule_on_secrets_is_signed_again(sender: Any, *, couple: Any, **who: Any) -> None:
    for partner in couple.partners.all():
        told.no_longer_done(partner, "confidentiality", because="its rule has changed", **who)


def a_request_for_erasure_reaches_a_clinician(
    sender: Any, *, partner: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.actions import raise_alert

    raise_alert(
        partner=partner, kind="erasure-asked", because="They asked for erasure.", by=by, at=at
    )
