import pytest
from django.db import connection, transaction

from duologue.privacy.principal import SETTING, set_principal


def current_principal() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting(%s, true), '')", [SETTING])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_principal_ends_with_its_transaction() -> None:
    with transaction.atomic():
        set_principal("ana")
        assert current_principal() == "ana"
    assert current_principal() is None


@pytest.mark.django_db(transaction=True)
def test_a_principal_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        set_principal("ana")


def test_a_stranger_sees_only_their_own_couples(cast) -> None:
    from duologue.people.queries import couples_of

    assert list(couples_of(cast.okafor)) == [cast.couple]
    assert list(couples_of(cast.theo)) == []
    assert set(couples_of(cast.cora)) == {cast.couple, cast.others}
