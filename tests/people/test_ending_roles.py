from duologue.people.models import StaffRole, StaffRoleEnd
from duologue.people.roles.actions import ask_to_end_role
from tests.cast import NOW


def test_the_office_ends_a_clinician_s_role_alone_only_while_two_others_stay(cast) -> None:
    theo, okafor = (StaffRole.objects.get(person=one) for one in (cast.theo, cast.okafor))
    assert isinstance(ask_to_end_role(staff_role=theo, by=cast.cora, at=NOW), StaffRoleEnd)
    assert ask_to_end_role(staff_role=okafor, by=cast.cora, at=NOW) is None
