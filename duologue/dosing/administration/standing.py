"""What other rooms say against a dose at this moment: clearance and consent of that person."""

from datetime import datetime

from django.utils import timezone

from duologue.consent import rules as consent
from duologue.consent.queries import consents_of
from duologue.dosing.reasons import Closed
from duologue.people.models import Partner
from duologue.people.parting import parted
from duologue.screening import rules as screening
from duologue.screening.decisions import clearance_standing, suitability_standing


def reasons_elsewhere(partner: Partner, at: datetime) -> tuple[Closed, ...]:
    """Why this person may not be dosed now, whatever the order says; none when they may."""
    found = []
    cleared = clearance_standing(partner, timezone.localdate(at))
    if not isinstance(cleared, screening.Open):
        found.append(Closed(cleared.reason, cleared.remedy, cleared.source))
    if parted(partner.couple, at) and not isinstance(
        suitability_standing(partner.couple, timezone.localdate(at)), screening.Open
    ):
        found.append(
            Closed("The couple has separated", "Decide anew, for this person alone", "separation")
        )
    for read in consents_of(partner):
        if read.optional or isinstance(read.standing, consent.Open):
            continue
        remedy = getattr(read.standing, "remedy", "Ask for that signature")
        reason = f"{read.document.title}: {read.standing.reason}"
        found.append(Closed(reason, remedy[:1].upper() + remedy[1:], read.standing.source))
    return tuple(found)
