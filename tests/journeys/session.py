"""The medicine session, from the order to going home."""

from tests.journeys.arriving import Visitor
from tests.journeys.hands import id_in, press, says, tick, write
from tests.journeys.house import House


def books(coordinator: Visitor, house: House, couple: str, number: int) -> str:
    """A medicine session in an hour; returns its id."""
    page = coordinator.open(
        f"/team/couples/{couple}/appointments/new/?kind=medicine&session={number}"
    )
    write(page, "Starts", house.local(hours=1))
    page.get_by_label("Length").select_option("240")
    page.get_by_label("Room").select_option(label="Willow room")
    tick(page, "Dr Okafor")
    tick(page, "Mona")
    press(page, "Book")
    if page.get_by_label("Yes, at night").count():  # these sessions are held whenever tests run
        tick(page, "Yes, at night")
        press(page, "Book")
    says(page, "Booked.", f"Medicine session {number}", "Willow room")
    return id_in(page.url, "appointments")


def takes_into_stock(monitor: Visitor, lot: str) -> None:
    page = monitor.open("/team/stock/")
    write(page, "Lot number", lot)
    write(page, "Strength, mg per mL", "50")
    write(page, "All together, mg", "500")
    write(page, "Use until", "2031-01-31")
    page.get_by_label("Counted with").select_option(label="Dr Lind")
    press(page, "Take into stock")
    says(page, "The lot is in stock.", lot)


def orders(prescriber: Visitor, partner: str, name: str) -> None:
    page = prescriber.open(f"/team/partners/{partner}/orders/new/")
    write(page, "Medicine session number", "1")
    page.get_by_label("Route").select_option("intramuscular")
    write(page, "Main dose, mg", "35")
    write(page, "All together at most", "0.75")
    press(page, f"Sign for {name}")
    says(page, f"Order for {name} signed.", "35 mg intramuscular")


def makes_the_room_ready(monitor: Visitor, session: str, observers: int) -> None:
    """Before the first dose, whoever is to be given one; the newest look counts."""
    page = monitor.open(f"/team/sessions/{session}/room/")
    says(page, "Who went through the room, and what they found, will stand here.")
    tick(page, "on the premises")
    for found in ("oximeter", "kit_checked"):
        page.check(f"input[name={found}][value=yes]")
    write(page, "How many stay to watch", str(observers))
    press(page, "Keep how the room is")
    says(page, "Kept: how the room is.")


def finds_the_gate_shut(monitor: Visitor, session: str, partner: str, *reasons: str) -> None:
    page = monitor.open(f"/team/sessions/{session}/{partner}/gate/")
    says(page, "Not yet.", *reasons)


def finds_the_gate_open(monitor: Visitor, session: str, partner: str) -> None:
    page = monitor.open(f"/team/sessions/{session}/{partner}/gate/")
    says(page, "Nothing stands against it.", "Room made ready", "Order in date")


def checks_the_day(monitor: Visitor, house: House, session: str, partner: str, name: str) -> None:
    page = monitor.open(f"/team/sessions/{session}/{partner}/checks/")
    write(page, "How identity was checked", "name and date of birth")
    write(page, "Last ate", house.local(hours=-8))
    write(page, "Last drank", house.local(hours=-8))
    tick(page, "does not apply")
    for label, value in (
        ("Systolic", "124"),
        ("Diastolic", "80"),
        ("Heart rate", "68"),
        ("Oxygen", "98"),
        ("Weight, kg", "70"),
        ("Who takes them home", "A sister"),
    ):
        write(page, label, value)
    press(page, f"Keep {name}'s checks")
    says(page, f"{name}: checks kept.", "Nothing against it")


def gives(monitor: Visitor, session: str, partner: str, name: str, lot: str) -> None:
    page = monitor.open(f"/team/sessions/{session}/{partner}/administration/")
    tick(page, "main dose")
    write(page, "Dose given, mg", "35")
    write(page, "Volume drawn up", "0.70")
    choice = page.get_by_label("Lot", exact=True)
    choice.select_option(choice.locator("option", has_text=lot).get_attribute("value"))
    page.get_by_label("Witness").select_option(label="Dr Okafor")
    press(page, f"Record {name}'s dose")
    says(page, "35 mg (0.70 mL)")


def watches(monitor: Visitor, session: str, partner: str, name: str) -> None:
    page = monitor.open(f"/team/sessions/{session}/{partner}/observations/")
    for label, value in (
        ("Systolic", "122"),
        ("Diastolic", "80"),
        ("Heart rate", "70"),
        ("Oxygen", "98"),
    ):
        write(page, label, value)
    page.get_by_label("Wakefulness").select_option("5")
    press(page, f"Save for {name}")


def lets_go_home(monitor: Visitor, session: str, partner: str, name: str) -> None:
    page = monitor.open(f"/team/sessions/{session}/{partner}/discharge/")
    write(page, "Discharge score, PADSS", "10")
    write(page, "Who takes them home", "A sister")
    for box in page.locator("input[name=criteria]").all():
        box.check()
    press(page, f"Sign that {name} goes home")
    says(page, "Medicine session 1")


def notes_who_came(therapist: Visitor, session: str) -> None:
    page = therapist.open(f"/team/appointments/{session}/")
    for row in page.locator("input[type=radio][value=arrived]").all():
        row.check()
    press(page, "Keep")
    says(page, "Kept.")
