"""Without mail, whoever runs the installation sets a new password beside the person it is for."""

import getpass
import sys

import pytest

from duologue import cli
from duologue.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_operator_sets_a_new_password_at_the_shell(
    cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_opened", lambda home: True)
    monkeypatch.setattr(getpass, "getpass", lambda prompt="": "a long enough phrase 7")
    monkeypatch.setattr(sys, "argv", ["duologue"])
    assert cli.manage(["changepassword", cast.okafor.email]) == 0
    assert Person.objects.get(pk=cast.okafor.pk).check_password("a long enough phrase 7")
