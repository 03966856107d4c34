"""`duologue score`: one questionnaire on the command line."""

import json

import pytest

from duologue.measures.score_command import run

ANSWERS = '{"1": 3, "2": 0, "3": 1, "4": 2, "5": 0, "6": 0, "7": 1, "8": 0, "9": 3}'


def test_json_has_the_promised_keys(capsys):
    assert run(["phq-9", "--answers", ANSWERS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "instrument": "phq-9",
        "version": "1",
        "score": 10,
        "subscales": {},
        "band": "moderate",
        "missing": [],
        "reason": None,
    }


def test_scales_are_given_by_name_in_full_precision(capsys):
    answers = json.dumps(dict(zip(range(1, 10), [7, 6, 5, 6, 2, 1, 3, 2, 4], strict=True)))
    assert run(["ecr-rs", "--answers", answers, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["subscales"] == {"avoidance": pytest.approx(11 / 6, rel=1e-12), "anxiety": 3}
    assert printed["score"] is None
    assert printed["reason"] == "ECR-RS has two scales and no total"


def test_a_missing_answer_is_no_error_and_has_a_reason(capsys):
    assert run(["gad-7", "--answers", '{"1": 1, "3": null}', "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["score"], printed["band"]) == (None, None)
    assert printed["missing"] == [2, 3, 4, 5, 6, 7]
    assert "no answer to items 2, 3" in printed["reason"]


def test_a_stub_is_scored_too(capsys):
    answers = json.dumps(dict.fromkeys(range(1, 15), 3))
    assert run(["rdas", "--answers", answers, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["score"] == 42


def test_the_table_reads_with_unit_range_and_direction(capsys):
    assert run(["phq-9", "--answers", ANSWERS]) == 0
    printed = capsys.readouterr().out
    for words in ("10 points (0 to 27)", "higher is worse", "moderate", "safety workflow"):
        assert words in printed


def test_the_list_names_every_instrument(capsys):
    assert run(["--list"]) == 0
    assert {"phq-9", "checkin", "hark"} <= set(capsys.readouterr().out.split())


def test_numbers_of_the_longer_form_score_the_same(capsys):
    run(["csi-4", "--answers", '{"1": 6, "12": 5, "19": 4, "22": 3}', "--json"])
    run(["csi-4", "--answers", '{"1": 6, "2": 5, "3": 4, "4": 3}', "--json"])
    first, second = capsys.readouterr().out.splitlines()
    assert first == second


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "name an instrument"),
        (["phq9", "--answers", "{}"], "did you mean phq-9"),
        (["../x", "--answers", "{}"], "there is no instrument '../x'"),
        (["phq-9"], "add --answers"),
        (["phq-9", "--answers"], "--answers"),
        (["phq-9", "--answers", "{1: 2}"], "is not JSON"),
        (["phq-9", "--answers", "[1, 2]"], "must be an object"),
        (["phq-9", "--answers", '{"one": 2}'], "'one' is not an item number"),
        (["phq-9", "--answers", '{"1": "2"}'], 'item 1: "2" is not a number'),
        (["phq-9", "--answers", '{"1": true}'], "item 1: true is not a number"),
        (["phq-9", "--answers", '{"1": NaN}'], "item 1: nan is not a number"),
        (["phq-9", "--answers", '{"1": 1, "1": 2}'], "item 1 occurs twice"),
        (["phq-9", "--answers", '{"1": 1, "01": 2}'], "item 1 occurs twice"),
        (["phq-9", "--answers", '{"1": 9}'], "phq-9 item 1: 9 is not on offer"),
        (["phq-9", "--answers", '{"99": 1}'], "phq-9 has no item 99"),
        (["phq-9", "--answers", "{}", "--version", "8"], "phq-9 has no version '8'"),
        (["phq-9", "--bogus"], "--bogus"),
    ],
)
def test_bad_input_ends_with_2_and_one_line_that_says_why(argv, said, capsys):
    assert run(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert len(captured.err.splitlines()) == 1
