"""Words under a key. No Django: a key and words in, text out.

A kept value is `own1:` and base64 of key id (16 bytes), nonce (24), and XSalsa20-Poly1305 of the
words padded to a multiple of 256 bytes, so that its length says little.
"""

import base64
import binascii
from uuid import UUID

from nacl import bindings
from nacl.exceptions import CryptoError

VERSION = "own1:"
BLOCK = 256  # bytes
KEY_SIZE = bindings.crypto_secretbox_KEYBYTES
NONCE_SIZE = bindings.crypto_secretbox_NONCEBYTES


class Unreadable(ValueError):
    """A kept value, or a wrapped key, that this key does not open: damaged, or another key's."""


def new_key() -> bytes:
    return bindings.randombytes(KEY_SIZE)


def lock(words: bytes, key: bytes) -> bytes:
    """Nonce and ciphertext; another one each time."""
    nonce: bytes = bindings.randombytes(NONCE_SIZE)
    return nonce + bindings.crypto_secretbox(words, nonce, key)


def unlock(locked: bytes, key: bytes) -> bytes:
    """Raises Unreadable."""
    try:
        opened: bytes = bindings.crypto_secretbox_open(
            locked[NONCE_SIZE:], locked[:NONCE_SIZE], key
        )
    except (CryptoError, ValueError) as error:
        raise Unreadable("this key does not open what is kept") from error
    return opened


def keep(words: str, *, key_id: UUID, key: bytes) -> str:
    """The text that stands in the table for these words."""
    padded = bindings.sodium_pad(words.encode("utf-8", "surrogatepass"), BLOCK)
    return VERSION + base64.b64encode(key_id.bytes + lock(padded, key)).decode()


def split(kept: str) -> tuple[UUID, bytes]:
    """The key's id and what it locks. Raises Unreadable where this is no kept value."""
    if not kept.startswith(VERSION):
        raise Unreadable("this is not kept under a key")
    try:
        held = base64.b64decode(kept[len(VERSION) :], validate=True)
        return UUID(bytes=held[:16]), held[16:]
    except (binascii.Error, ValueError) as error:
        raise Unreadable("what is kept is damaged") from error


def read(locked: bytes, key: bytes) -> str:
    """The words that `split` found locked. Raises Unreadable."""
    padded: bytes = unlock(locked, key)
    return bindings.sodium_unpad(padded, BLOCK).decode("utf-8", "surrogatepass")
