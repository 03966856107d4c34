from duologue.preparation import actions, loader
from tests.cast import NOW


def test_the_list_stands_as_it_was_ticked_last(cast) -> None:
    one, two, *_ = (item.id for item in loader.day_items())
    for ticked in ({one, two}, {one, two}, {two, "no-such-thing"}):
        actions.tick_day(ticked=ticked, by=cast.ana, at=NOW)
    assert [tick.item for tick in cast.ana.day_ticks.filter(untick=None)] == [two]
    assert cast.ana.day_ticks.count() == 2
    assert not cast.ben.day_ticks.exists()
