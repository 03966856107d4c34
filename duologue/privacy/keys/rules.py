"""Sealing, opening, wrapping: bytes in, bytes out, all by libsodium.

A sealed text always has the same length, for one reader or for the two holders of the escrow.
"""

import base64
import hashlib
from dataclasses import dataclass

from nacl import bindings, pwhash, secret
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

TEXT = 32  # bytes: what is sealed is padded to this
SEALED = TEXT + 2 * bindings.crypto_box_SEALBYTES  # bytes, whoever it is sealed to
MARK = 2  # bytes at the end of a written share that show a slip of the pen


class WrongPassword(ValueError):
    """The password does not open what it should open."""


class NotForThisKey(ValueError):
    """Sealed to somebody else, or changed since."""


class NotAShare(ValueError):
    """What was typed is no share, or was mistyped."""


@dataclass(frozen=True)
class Pair:
    public: bytes
    private: bytes


@dataclass(frozen=True)
class Cost:
    """What Argon2id takes to try one password: passes, and bytes of memory."""

    passes: int
    memory: int


COSTS = {
    "moderate": Cost(pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE),
    # For made-up people and for tests only: it holds up nobody who tries.
    "least": Cost(pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN),
}


@dataclass(frozen=True)
class Wrapped:
    """A private key under a password."""

    salt: bytes
    box: bytes
    cost: Cost


def new_pair() -> Pair:
    made = PrivateKey.generate()
    return Pair(bytes(made.public_key), bytes(made))


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def wrap(private: bytes, password: str, cost: Cost) -> Wrapped:
    salt = bindings.randombytes(pwhash.argon2id.SALTBYTES)
    box = secret.SecretBox(_stretched(password, salt, cost)).encrypt(private)
    return Wrapped(salt, bytes(box), cost)


def unwrap(wrapped: Wrapped, password: str) -> bytes:
    """Raises WrongPassword."""
    key = _stretched(password, wrapped.salt, wrapped.cost)
    try:
        return bytes(secret.SecretBox(key).decrypt(wrapped.box))
    except CryptoError as error:
        raise WrongPassword from error


def seal(text: bytes, public: bytes) -> bytes:
    """For one reader. ValueError for more than 31 bytes."""
    inner = _padded(text).ljust(TEXT + bindings.crypto_box_SEALBYTES, b"\0")
    return bytes(SealedBox(PublicKey(public)).encrypt(inner))


def unseal(sealed: bytes, private: bytes) -> bytes:
    """Raises NotForThisKey."""
    return _unpadded(_opened(sealed, private)[:TEXT])


def seal_for_both(text: bytes, first: bytes, second: bytes) -> bytes:
    """For two readers who can open it only together; as long as for one."""
    inner = SealedBox(PublicKey(first)).encrypt(_padded(text))
    return bytes(SealedBox(PublicKey(second)).encrypt(inner))


def unseal_by_both(sealed: bytes, first: bytes, second: bytes) -> bytes:
    """Raises NotForThisKey."""
    return _unpadded(_opened(_opened(sealed, second), first))


def written_share(private: bytes) -> str:
    """A share to be written on paper: letters and digits in groups of four."""
    text = base64.b32encode(private + _mark(private)).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_share(text: str) -> bytes:
    """The key in a written share; spaces, dashes and small letters do no harm. Raises NotAShare."""
    letters = "".join(sign for sign in text.upper() if sign.isalnum())
    letters = letters.replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        read = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:  # also what base64 says of wrong letters
        raise NotAShare from error
    private, mark = read[:-MARK], read[-MARK:]
    if len(private) != bindings.crypto_box_SECRETKEYBYTES or mark != _mark(private):
        raise NotAShare
    return private


def _mark(private: bytes) -> bytes:
    return hashlib.sha256(private).digest()[:MARK]


def _stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    size = secret.SecretBox.KEY_SIZE
    return pwhash.argon2id.kdf(size, password.encode(), salt, cost.passes, cost.memory)


def _padded(text: bytes) -> bytes:
    if len(text) >= TEXT:
        raise ValueError(f"{len(text)} bytes are too long to be sealed; at most {TEXT - 1}")
    return bytes(bindings.sodium_pad(text, TEXT))


def _unpadded(padded: bytes) -> bytes:
    return bytes(bindings.sodium_unpad(padded, TEXT))


def _opened(sealed: bytes, private: bytes) -> bytes:
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(sealed))
    except (CryptoError, ValueError) as error:
        raise NotForThisKey from error
