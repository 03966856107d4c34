"""Every planted leak, by its name."""

from duologue.worlds.leaks import answers, others, pages
from duologue.worlds.leaks.kit import Leak

CATALOGUE: dict[str, Leak] = {
    leak.name: leak for leak in (*pages.LEAKS, *answers.LEAKS, *others.LEAKS)
}
