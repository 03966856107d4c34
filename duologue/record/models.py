"""What the record keeps, closet by closet."""

from duologue.record.bringing.models import (
    Brought,
    BroughtTakenBack,
    Matter,
    MatterBrought,
    MatterSpoken,
)
from duologue.record.disclosure.models import (
    JointAnswer,
    JointDisclosure,
    JointEnding,
    OwnAnswer,
    OwnDisclosure,
    OwnEnding,
)
from duologue.record.erasure.models import (
    ErasureAnswer,
    ErasureProposal,
    ErasureProposalTakenBack,
    ErasureRequest,
)
from duologue.record.separation.models import SeparationCarriedOut, SpokenWith

__all__ = [
    "Brought",
    "BroughtTakenBack",
    "ErasureAnswer",
    "ErasureProposal",
    "ErasureProposalTakenBack",
    "ErasureRequest",
    "JointAnswer",
    "JointDisclosure",
    "JointEnding",
    "Matter",
    "MatterBrought",
    "MatterSpoken",
    "OwnAnswer",
    "OwnDisclosure",
    "OwnEnding",
    "SeparationCarriedOut",
    "SpokenWith",
]
