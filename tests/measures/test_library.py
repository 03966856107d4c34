"""The instruments on file: what is there, and known wrong copies kept out."""

import subprocess
import sys

import pytest

from duologue.measures.catalogue import catalogue
from duologue.measures.loader import UnknownInstrument, ids, instrument, load_all

NAMED = """phq-9 gad-7 csi-16 csi-4 csi-32 pcl-5 who-5 audit audit-c dast-10 asrm ecr-rs iric ders-16
hark ebi meq-30 hits c-ssrs pc-ptsd-5 taps-1 aaq-ii moaa-s aldrete session-check checkin side-effects
ios rdas qmi pprs-12 cpq-sf cadss-6 das-7 ecr-s compact-23 mdq srs ors wai-sr piq-23 ceq kset pps
ipps ies eis private-screen""".split()


def test_every_named_instrument_is_on_file():
    assert set(NAMED) <= set(ids())


@pytest.mark.parametrize("id", ids())
def test_an_instrument_says_who_may_use_it(id):
    licence = instrument(id).licence
    assert licence.notice and licence.source
    if licence.kind == "STUB":
        assert all(item.text is None for item in instrument(id).items)
        assert "The clinic supplies the text" in licence.notice


def test_the_screens_for_violence_are_sealed_and_share_a_title_that_says_nothing():
    sealed = {found.id for found in load_all().values() if found.room == "sealed"}
    assert sealed == {"hark", "hits", "e-hits", "wast", "wast-sf", "private-screen"}
    assert {instrument(id).title for id in sealed} == {"A few more questions"}


def test_the_four_and_sixteen_item_forms_take_the_right_items_of_the_thirty_two():
    also = {id: [item.also for item in instrument(id).items] for id in ("csi-4", "csi-16")}
    assert also["csi-4"] == [1, 12, 19, 22]
    assert also["csi-16"] == [1, 5, 9, 11, 12, 17, 19, 20, 21, 22, 26, 27, 28, 30, 31, 32]
    long = instrument("csi-32")
    for id in also:
        for item in instrument(id).items:
            assert (item.text, item.options) == (
                long.item(item.also).text,
                long.item(item.also).options,
            )


def test_known_wrong_copies_were_not_taken_over():
    assert instrument("audit-c").item(1).text.startswith("How often do you have a drink")
    assert instrument("hark").item(1).loinc == "76500-8"
    assert instrument("gad-7").item(1).options[0].label == "Not at all"
    assert instrument("csi-32").range == (0, 161)
    assert instrument("rdas").range == (0, 69)
    assert instrument("asrm").item(1).lowest == 0
    assert instrument("meq-30").item(1).highest == 5
    assert "eternity or infinity" in instrument("meq-30").item(5).text


def test_an_unknown_id_gets_a_near_one():
    with pytest.raises(UnknownInstrument, match="did you mean phq-9"):
        instrument("PHQ9")
    with pytest.raises(UnknownInstrument, match="phq-9 has no version '7'; known: 1"):
        instrument("phq-9", "7")


def test_the_page_of_instruments_is_current(pytestconfig):
    page = pytestconfig.rootpath / "docs" / "instruments.md"
    mend = "run python -m duologue.measures.catalogue > docs/instruments.md"
    assert page.read_text("utf-8") == catalogue(), mend


def test_scoring_needs_no_django():
    program = (
        "import sys; sys.modules['django'] = None\n"
        "from duologue.measures import rules, loader, score_command\n"
        "print(rules.score(loader.instrument('phq-9'), dict.fromkeys(range(1, 10), 1)).score)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.returncode) == ("9", 0), ran.stderr
