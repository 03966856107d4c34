"""Write vectors.json with another scorer: fhirpathpy (pip install fhirpathpy), seed 1991.

`python -m tests.measures.independent.make`. Not run by the suite, so that the suite needs no
second scorer; run it again when an expression or an instrument changes.
"""

import json
import random
import re
from pathlib import Path

from fhirpathpy import evaluate
from ruamel.yaml import YAML

from duologue.measures.loader import instrument

HERE = Path(__file__).parent
FORMS = 25


def numbers(text):
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def fhirpath(expression):
    """The short words of expressions.yaml as FHIRPath over a QuestionnaireResponse."""

    def spelt(match):
        word, size, items = match.groups()
        ids = " | ".join(f"'{n}'" for n in numbers(items))
        answers = f"item.where(linkId in ({ids})).answer"
        if word == "ATLEAST":
            return f"{answers}.where(valueInteger >= {size}).count()"
        term = f"{size} - $this" if word == "TURN" else "$this"
        return f"{answers}.valueInteger.aggregate({term} + $total, 0)"

    return re.sub(r"(SUM|TURN|ATLEAST)(\d*) ([\d,-]+)", spelt, expression)


def a_form(found, chance):
    values = {
        item.number: [o.value for o in item.options]
        or list(range(item.scale.minimum, item.scale.maximum + 1))
        for item in found.items
    }
    return {n: chance.choice(offered) for n, offered in values.items()}


def main():
    chance = random.Random(1991)
    vectors = []
    for id, expressions in YAML(typ="safe").load(HERE / "expressions.yaml").items():
        for _ in range(FORMS):
            answers = a_form(instrument(id), chance)
            response = {
                "resourceType": "QuestionnaireResponse",
                "item": [
                    {"linkId": str(n), "answer": [{"valueInteger": value}]}
                    for n, value in answers.items()
                ],
            }
            results = {
                name: float(evaluate(response, fhirpath(text))[0])
                for name, text in expressions.items()
            }
            vectors.append([id, list(answers.values()), results])
    lines = ",\n".join(json.dumps(vector) for vector in vectors)
    (HERE / "vectors.json").write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
