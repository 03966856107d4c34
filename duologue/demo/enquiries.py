"""People who asked the clinic to call, before any of them is a couple here."""

from uuid import uuid4

from duologue.demo.clock import Clock
from duologue.demo.people import Staff
from duologue.enquiry.actions import ask_for_a_call, note_outcome


def arrive(staff: Staff, clock: Clock) -> None:
    ask_for_a_call(
        id=uuid4(),
        answers={},
        at=clock.at(-1, "21:40"),
        name="Tomasz",
        channel="phone",
        reach="+44 1632 960 147",
        safe_hours="between 12 and 1, never in the evening",
        may_leave_message=False,
        wanted_format="unsure",
        message="We have read about this and are not sure it is for us. My wife does not know yet that I ask.",
    )
    ask_for_a_call(
        id=uuid4(),
        answers={},
        at=clock.at(-3, "08:05"),
        name="Wren and Ali",
        channel="email",
        reach="wren.and.ali@mail.example",
        safe_hours="",
        may_leave_message=True,
        wanted_format="workshop",
        message="Is there a weekend after the summer? We would come with two friends.",
    )
    earlier = ask_for_a_call(
        id=uuid4(),
        answers={},
        at=clock.at(-16, "13:20"),
        name="Henrik",
        channel="text",
        reach="+44 1632 960 155",
        safe_hours="mornings",
        may_leave_message=True,
        wanted_format="individual",
        message="",
    )
    note_outcome(
        id=uuid4(),
        enquiry_id=earlier.id,
        outcome="referred",
        note="In the middle of a separation; wanted a mediator. Given two addresses.",
        by=staff["hughes"],
        at=clock.at(-14, "10:30"),
    )
