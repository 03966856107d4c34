from itertools import pairwise

import pytest
from django.db import ProgrammingError, connection, transaction

from duologue.people.models import Couple
from duologue.people.queries import couples_of
from duologue.privacy.principal import NOBODY, asking_as, set_principal


def asking() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('duologue.kind', true), '')")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_principal_ends_with_its_transaction() -> None:
    with transaction.atomic():
        set_principal(NOBODY)
        assert asking() == NOBODY
    assert asking() is None


@pytest.mark.django_db(transaction=True)
def test_a_principal_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        set_principal(NOBODY)


@pytest.mark.django_db(transaction=True)
def test_a_question_of_nobody_in_particular_is_refused_rather_than_answered_empty(cast) -> None:
    refused = pytest.raises(ProgrammingError, match="nobody has said who is asking")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE duologue_request")
        list(Couple.objects.all())


def test_the_database_itself_shows_staff_only_the_couples_in_their_care(cast) -> None:
    for person, seen in (
        (cast.okafor, {cast.couple}),
        (cast.theo, set()),
        (cast.cora, {cast.couple, cast.others}),
        (cast.ana.person, {cast.couple}),
        (cast.dev.person, {cast.others}),
    ):
        with asking_as(str(person.pk)):
            assert set(Couple.objects.all()) == seen


def test_a_stranger_sees_only_their_own_couples(cast) -> None:
    assert list(couples_of(cast.okafor)) == [cast.couple]
    assert list(couples_of(cast.theo)) == []
    assert set(couples_of(cast.cora)) == {cast.couple, cast.others}


def test_the_number_of_a_second_factor_does_not_count_anybodys(cast) -> None:
    from allauth.mfa.models import Authenticator

    made = [
        Authenticator.objects.create(user=person, type="webauthn", data={}).pk
        for person in (cast.ana.person, cast.ben.person, cast.dev.person)
    ]
    gaps = [abs(later - former) for former, later in pairwise(made)]
    assert min(gaps) > 1000
