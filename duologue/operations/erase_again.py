"""Started by `duologue restore`: erasures that came after a backup are done again on its clinic.

Arguments: the clinic's folder, then lists of erased keys. Says how many it found to do.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from duologue.operations import prepare
from duologue.operations.clinic_home import CannotStart
from duologue.operations.opening import open_clinic
from duologue.privacy.erasure import destroyed


def main(arguments: Sequence[str]) -> int:
    home, *files = map(Path, arguments)
    try:
        gone = {one.key: one for file in files for one in destroyed.listed(file)}
        open_clinic(home)
        prepare.prepare(os.environ["DUOLOGUE_OWNER_DATABASE"], say=lambda _: None)
    except (CannotStart, ValueError) as reason:
        print(reason, file=sys.stderr)
        return 2
    import django

    django.setup()
    from django.utils import timezone

    from duologue.privacy.erasure.actions import erase_again
    from duologue.privacy.principal import SYSTEM, asking_as

    with asking_as(SYSTEM):
        done = sum(erase_again(gone=one, at=timezone.now()) for one in gone.values())
    destroyed.catch_up(gone.values(), home)
    print(f"Erased again what the backup brought back: {done} of {len(gone)} on the list.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
