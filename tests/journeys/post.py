"""The mail server of these tests: takes everything, delivers nothing, lets us read."""

import email
import email.policy
import re
import socketserver
import threading
import time


class _Taking(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as Python's own client speaks."""

    def handle(self) -> None:
        self._say("220 post")
        recipients: list[str] = []
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word.startswith("RCPT"):
                recipients.append(line.decode().split("<")[1].split(">")[0])
            if word == "QUIT":
                return self._say("221 bye")
            if word == "DATA":
                self._say("354 go on")
                self._keep(recipients)
                recipients = []
            self._say("250 fine")
        return None

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _keep(self, recipients: list[str]) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        letter = email.message_from_bytes(
            b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines),
            policy=email.policy.default,
        )
        text = f"{letter['Subject']}\n\n{letter.get_content()}"
        self.server.letters += [(to, text) for to in recipients]  # type: ignore[attr-defined]


class Post(socketserver.ThreadingTCPServer):
    """Mail as (to, subject and text), in the order it came."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.letters: list[tuple[str, str]] = []
        self.read: set[int] = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def next_to(self, address: str, pattern: str, seconds: float = 20) -> str:
        """What the pattern's group finds in the next unread letter to this address."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for number, (to, text) in enumerate(self.letters):
                found = re.search(pattern, text)
                if to == address and found and number not in self.read:
                    self.read.add(number)
                    return found[1]
            time.sleep(0.05)
        raise AssertionError(f"no letter to {address} with {pattern}: {self.letters}")
