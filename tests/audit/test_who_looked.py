import uuid

from duologue.audit.models import Entry
from duologue.notes import actions as notes
from tests.audit.test_who_saw_what import meeting, opened
from tests.cast import NOW


def rows_on(client, cast, partner) -> str:
    return opened(client, cast.okafor, "audit-looks", partner.pk).content.decode()


def test_it_shows_who_opened_which_page_of_this_partner(cast, client) -> None:
    opened(client, cast.lind, "screening-partner", cast.ana.pk)
    shown = rows_on(client, cast, cast.ana)
    assert "Lind" in shown and "prescriber" in shown and "Screening" in shown
    assert (
        "Nobody"
        not in opened(client, cast.okafor, "audit-looks-print", cast.ana.pk).content.decode()
    )


def test_nothing_about_the_other_partner_alone_is_in_it(cast, client) -> None:
    opened(client, cast.lind, "partner", cast.ben.pk)
    opened(client, cast.lind, "contact-partner-messages", cast.ben.pk, id=uuid.uuid4(), body="Hi")
    opened(client, cast.mona, "calendar-appointment", meeting(cast, cast.ben).pk)
    note = notes.begin_note(
        id=uuid.uuid4(), template="intake", couple=cast.couple, partner=cast.ben, about_at=NOW,
        by=cast.lind, at=NOW,
    )  # fmt: skip
    opened(client, cast.lind, "notes-draft", note.pk)
    assert Entry.objects.filter(partner=cast.ben.pk).count() == 4
    for page in ("audit-looks", "audit-looks-print"):
        shown = opened(client, cast.okafor, page, cast.ana.pk).content.decode()
        assert "Lind" not in shown and "Mona" not in shown and "Ben" not in shown


def test_what_both_share_is_in_the_list_of_each(cast, client) -> None:
    opened(client, cast.lind, "couple", cast.couple.pk)
    for partner in (cast.ana, cast.ben):
        assert "Lind" in rows_on(client, cast, partner)


def test_only_those_who_treat_them_read_it_and_no_partner_does(cast, client) -> None:
    for person in (cast.mona, cast.theo, cast.cora, cast.ana.person, cast.ben.person):
        for page in ("audit-looks", "audit-looks-print"):
            assert opened(client, person, page, cast.ana.pk).status_code == 404, person


def test_a_coordinator_reads_heads_and_no_rows(cast, client) -> None:
    opened(client, cast.okafor, "partner", cast.ana.pk)
    shown = opened(client, cast.cora, "audit-heads").content.decode()
    assert Entry.objects.get(number=1).hash in shown
    assert "Okafor" not in shown and "Ana" not in shown
    for person in (cast.okafor, cast.mona, cast.ana.person):
        assert opened(client, person, "audit-heads").status_code == 404


def test_the_database_shows_a_row_to_those_who_treat_and_to_nobody_else(cast, client) -> None:
    from duologue.audit import queries
    from duologue.privacy.principal import asking_as

    opened(client, cast.okafor, "partner", cast.ana.pk)
    opened(client, cast.okafor, "couple", cast.couple.pk)
    seen = {}
    for person in (
        cast.okafor, cast.lind, cast.mona, cast.theo, cast.cora, cast.ana.person, cast.ben.person,
    ):  # fmt: skip
        with asking_as(str(person.pk)):
            seen[person.name] = len(queries.looks_at(cast.ana).lines)
    assert seen == {
        "Okafor": 2, "Lind": 2, "Mona": 0, "Theo": 0, "Cora": 0, "Ana": 0, "Ben": 0,
    }  # fmt: skip
