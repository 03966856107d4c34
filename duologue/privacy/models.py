"""Everything this room records; each closet keeps its own."""

from duologue.privacy.erasure.models import Erasure, ErasureKept
from duologue.privacy.keys.models import (
    Escrow,
    EscrowShare,
    SealingKey,
    SealingKeyLoss,
    SealingKeyWrap,
)
from duologue.privacy.ownkeys.models import KeyDestroyed, OwnKey

__all__ = [
    "Erasure",
    "ErasureKept",
    "Escrow",
    "EscrowShare",
    "KeyDestroyed",
    "OwnKey",
    "SealingKey",
    "SealingKeyLoss",
    "SealingKeyWrap",
]
