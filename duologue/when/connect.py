from duologue.when import (
    access,
    answering,
    asked,
    clinic_day,
    joining,
    own_work,
    session_alerts,
    way_in,
)


def connect() -> None:
    """Connect every signal to its reactions; called once when Django starts."""
    for part in (joining, access, asked, answering, way_in, own_work, clinic_day, session_alerts):
        part.connect()
