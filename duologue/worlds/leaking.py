"""Switch a planted leak on and see whether the crawl catches it."""

import json
from functools import partial

from duologue.worlds.databases import Server
from duologue.worlds.leaks.catalogue import CATALOGUE
from duologue.worlds.leaks.kit import Eye, Leak
from duologue.worlds.opening import EMPTY
from duologue.worlds.pair import Crawled, crawl_pair
from duologue.worlds.plan import plan

SHOWN_BY = 1  # the seed of the pair that shows them: a couple between two sessions


def leaking(server: Server, leak: Leak, *, of: str = EMPTY, planted: bool = True) -> Crawled:
    """The pair that shows this leak, with it or without."""
    return crawl_pair(
        server,
        plan(SHOWN_BY, leak.eyes, leak.acts),
        of=of,
        observers=[leak.eyes],
        share=leak.share,
        forms=leak.forms,
        deep=False,
        leak=partial(leak.plant, Eye(server)) if planted else None,
    )


def show(server: Server, name: str, *, as_json: bool) -> int:
    """Print the catalogue (`list`), or what the crawl says of one leak or of `all`; 1 if one is missed."""
    if name not in (*CATALOGUE, "all", "list"):
        print(f"No planted leak is named “{name}”. `--leak list` names them.")
        return 2
    chosen = [one for one in CATALOGUE.values() if name in ("all", "list", one.name)]
    told: list[dict[str, object]] = []
    for leak in chosen:
        caught = None if name == "list" else leaking(server, leak).differences
        said: dict[str, object] = {
            "name": leak.name,
            "says": leak.says,
            "where": leak.where,
            "eyes": leak.eyes,
        }
        said |= {} if caught is None else {"caught": [str(one) for one in caught]}
        told.append(said)
        if not as_json:
            mark = "" if caught is None else "caught: " if caught else "MISSED: "
            print(f"{mark}{leak.name}: {leak.says} ({leak.where}; {leak.eyes})", flush=True)
            if name not in ("all", "list"):
                print(*(caught or ()), sep="\n")
    if as_json:
        print(json.dumps(told, indent=1))
    return 1 if any(one.get("caught") == [] for one in told) else 0
