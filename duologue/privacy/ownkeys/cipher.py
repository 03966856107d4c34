"""Words and papers under a key. No Django: a key and words in, text out.

A kept value is `own1:` and base64 of key id (16 bytes), nonce (24), and XSalsa20-Poly1305 of the
words padded to a multiple of 256 bytes, so that its length says little. A kept paper (a PDF) is
the same in bytes, without base64.
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
    held = _held(words.encode("utf-8", "surrogatepass"), key_id, key)
    return VERSION + base64.b64encode(held).decode()


def keep_paper(paper: bytes, *, key_id: UUID, key: bytes) -> bytes:
    """The bytes that stand in the table for this paper."""
    return VERSION.encode() + _held(paper, key_id, key)


def split(kept: str | bytes) -> tuple[UUID, bytes]:
    """The key's id and what it locks. Raises Unreadable where this is no kept value or paper."""
    if isinstance(kept, bytes):
        start = len(VERSION)
        if kept[:start] != VERSION.encode() or len(kept) < start + 16:
            raise Unreadable("this is not kept under a key")
        return UUID(bytes=kept[start : start + 16]), kept[start + 16 :]
    if not kept.startswith(VERSION):
        raise Unreadable("this is not kept under a key")
    try:
        held = base64.b64decode(kept[len(VERSION) :], validate=True)
        return UUID(bytes=held[:16]), held[16:]
    except (binascii.Error, ValueError) as error:
        raise Unreadable("what is kept is damaged") from error


def read(locked: bytes, key: bytes) -> str:
    """The words that `split` found locked. Raises Unreadable."""
    return read_paper(locked, key).decode("utf-8", "surrogatepass")


def read_paper(locked: bytes, key: bytes) -> bytes:
    """The paper that `split` found locked. Raises Unreadable."""
    paper: bytes = bindings.sodium_unpad(unlock(locked, key), BLOCK)
    return paper


def _held(said: bytes, key_id: UUID, key: bytes) -> bytes:
    return key_id.bytes + lock(bindings.sodium_pad(said, BLOCK), key)
