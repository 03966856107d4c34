import re

from django.urls import reverse


def test_every_door_on_a_partners_page_opens_for_whoever_sees_it(cast, client) -> None:
    for person in (cast.okafor, cast.lind, cast.mona, cast.cora):
        client.force_login(person)
        page = client.get(reverse("partner", args=[cast.ana.id])).content.decode()
        doors = re.findall(r'class="listrow" href="([^"]+)"', page)
        assert doors
        assert {client.get(door).status_code for door in doors} == {200}
