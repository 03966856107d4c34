"""A file under a passphrase: written and read as a stream, so its size does not matter.

A mark, the salt and the two costs of Argon2id, then libsodium's secretstream (XChaCha20-Poly1305)
in pieces of 64 KiB, of which the last one says that it is the last. No Django.
"""

import struct
from pathlib import Path
from typing import IO

from nacl import bindings, pwhash
from nacl.exceptions import CryptoError

from duologue.operations.clinic_home import CannotStart

MARK = b"duologue backup 1\n"
PIECE = 64 * 1024
SHORTEST = 12  # letters of a passphrase
_COSTS = struct.Struct(">QQ")
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES


class Locking:
    """What is written to it goes to `target` under the passphrase; `close` ends it."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt = bindings.randombytes(pwhash.argon2id.SALTBYTES)
        costs = (pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE)
        self._target, self._held = target, bytearray()
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(
            self._state, _key(passphrase, salt, costs)
        )
        target.write(MARK + salt + _COSTS.pack(*costs) + header)

    def write(self, more: bytes) -> int:
        self._held += more
        while len(self._held) > PIECE:
            self._push(bytes(self._held[:PIECE]), _MORE)
            del self._held[:PIECE]
        return len(more)

    def close(self) -> None:
        self._push(bytes(self._held), _LAST)

    def _push(self, piece: bytes, tag: int) -> None:
        self._target.write(
            bindings.crypto_secretstream_xchacha20poly1305_push(self._state, piece, None, tag)
        )


class Unlocking:
    """Reads what `Locking` wrote. Raises CannotStart for a wrong passphrase, damage and a lost end."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        source.read(len(MARK))
        salt = source.read(pwhash.argon2id.SALTBYTES)
        costs = _COSTS.unpack(source.read(_COSTS.size))
        header = source.read(_HEADER)
        self._source, self._held, self._ended = source, b"", False
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        try:
            bindings.crypto_secretstream_xchacha20poly1305_init_pull(
                self._state, header, _key(passphrase, salt, costs)
            )
        except (CryptoError, ValueError, TypeError) as error:
            raise CannotStart("This backup is damaged at its beginning.") from error

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._held) < size):
            self._held += self._pull()
        size = len(self._held) if size < 0 else size
        given, self._held = self._held[:size], self._held[size:]
        return given

    def _pull(self) -> bytes:
        locked = self._source.read(PIECE + _OVERHEAD)
        try:
            piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(self._state, locked)
        except (CryptoError, ValueError) as error:
            raise CannotStart(
                "The passphrase does not open this backup, or the file is damaged or cut short."
            ) from error
        self._ended = tag == _LAST
        if self._ended and self._source.read(1):
            raise CannotStart("Something was added to the end of this backup. Do not rely on it.")
        return bytes(piece)


def is_locked(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(MARK)) == MARK


def _key(passphrase: str, salt: bytes, costs: tuple[int, int]) -> bytes:
    size = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
    key: bytes = pwhash.argon2id.kdf(size, passphrase.encode(), salt, *costs)
    return key
