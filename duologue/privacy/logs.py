"""The log names the kind of page, never the address asked for: a link or an id is a way in."""

import logging
import re

ADDRESS = re.compile(r"^/.*|\S*/\S+")


class NoAddresses(logging.Filter):
    """Puts the page's pattern in place of each address in what Django says about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            found = getattr(request, "resolver_match", None)
            page = f"/{found.route}" if found else "an address that leads nowhere"
            record.args = tuple(
                ADDRESS.sub(lambda _: page, one) if isinstance(one, str) else one
                for one in record.args
            )
        return True
