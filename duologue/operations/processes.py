"""Which processes there are; numbers in files outlive them, and are given to others."""

from pathlib import Path

import psutil


def living_in(folder: Path) -> set[int]:
    """Processes that work in `folder`, as PostgreSQL's all do in theirs; none that have ended."""
    found = set()
    for process in psutil.process_iter(["status"]):
        try:
            if process.info["status"] != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder:
                found.add(process.pid)
        except (psutil.Error, OSError):  # somebody else's, or gone while we looked
            continue
    return found


def is_alive(pid: int) -> bool:
    """Whether a process with this number runs, whoever owns it."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
