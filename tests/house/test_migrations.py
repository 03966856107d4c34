import pytest
from django.core.management import call_command


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_migrations_equal_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"make these migrations:\n{capsys.readouterr().out}")
