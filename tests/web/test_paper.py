import re
from pathlib import Path
from xml.etree import ElementTree

import typst

from duologue.web.charts import trajectory
from duologue.web.drawings import loop
from duologue.web.paper import STYLE, on_paper
from duologue.web.samples import LOOP, satisfaction

TOKENS = Path(__file__).parents[2] / "duologue/web/static/web/tokens.css"


def test_a_drawing_stands_alone_and_goes_into_a_pdf(tmp_path: Path) -> None:
    for name, drawing in (
        ("chart", trajectory(satisfaction())),
        ("loop", loop(LOOP, centre="money")),
    ):
        alone = on_paper(drawing)
        assert ElementTree.fromstring(alone).tag == "{http://www.w3.org/2000/svg}svg"
        (tmp_path / f"{name}.svg").write_text(alone)
        (tmp_path / f"{name}.typ").write_text(f'#image("{name}.svg", width: 12cm)')
        assert typst.compile(tmp_path / f"{name}.typ").startswith(b"%PDF")


def test_its_colours_are_the_tokens_of_the_light_theme() -> None:
    light = TOKENS.read_text().split("@media")[0]
    assert set(re.findall(r"#[0-9a-f]{6}", STYLE)) <= set(re.findall(r"#[0-9a-f]{6}", light))


def test_every_class_that_is_drawn_has_its_colour_on_paper() -> None:
    drawn = set(
        re.findall(r'class="([\w-]+)"', trajectory(satisfaction()) + loop(LOOP, centre="x"))
    )
    assert {name for name in drawn - {"drawing", "s1", "s2"} if f".{name}" not in STYLE} == set()
