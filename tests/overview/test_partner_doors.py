import re

from django.urls import reverse


def test_every_door_on_a_partners_page_opens_for_whoever_sees_it(cast, client) -> None:
    for person in (cast.okafor, cast.lind, cast.mona):
        client.force_login(person)
        page = client.get(reverse("partner", args=[cast.ana.id])).content.decode()
        doors = re.findall(r'class="listrow" href="([^"]+)"', page)
        assert doors
        assert {client.get(door).status_code for door in doors} == {200}


def test_the_office_finds_no_door_to_what_a_partner_said(cast, client) -> None:
    client.force_login(cast.cora)
    page = client.get(reverse("partner", args=[cast.ana.id]))
    assert page.status_code == 200 and 'class="listrow" href=' not in page.content.decode()
    for name in ("contact-partner-messages", "measures-partner", "screening-partner"):
        assert client.get(reverse(name, args=[cast.ana.id])).status_code in (403, 404)
