"""No dose without an open gate in the same transaction; what could shut it waits for who decides.

Whoever gives a dose holds the keys of the two partners and their couple while the gate is read and
the dose is written. Every row that could shut the gate takes its key when it is written, so that it
comes before that reading or after that dose, never between them.
"""

from django.db import migrations

OF_PARTNER = "screening_notnow safety_alert safety_adverseevent dosing_daycheck".split()
OF_COUPLE = "screening_suitability people_separation sharing_secretspolicy".split()
OF_PARENT = {
    "consent_withdrawal": "partner_id FROM consent_signature WHERE id = NEW.signature_id",
    "screening_clearancerevocation": (
        "partner_id FROM screening_clearance WHERE id = NEW.clearance_id"
    ),
    "dosing_ordercancellation": "partner_id FROM dosing_order WHERE id = NEW.order_id",
    "dosing_roomready": "couple_id FROM calendar_appointment WHERE id = NEW.appointment_id",
    "measures_submission": "partner_id FROM measures_response WHERE id = NEW.response_id",
    "measures_sealedfinding": "partner_id FROM measures_response WHERE id = NEW.response_id",
}
APPENDED = "gateopened gateruling gatesecond roomready".split()

GATE = """
CREATE FUNCTION dosing_hold_gate(whose uuid) RETURNS void LANGUAGE sql AS
    $$ SELECT pg_advisory_xact_lock(hashtextextended('gate of ' || whose::text, 0)) $$;

CREATE FUNCTION dosing_gate_is_of_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER gate_is_of_now BEFORE INSERT ON dosing_gateopened
    FOR EACH ROW EXECUTE FUNCTION dosing_gate_is_of_now();

CREATE FUNCTION dosing_gate_was_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM dosing_gateopened g
        WHERE g.order_id = NEW.order_id AND g.partner_id = NEW.partner_id
          AND g.appointment_id = NEW.appointment_id AND g.part = NEW.part
          AND g.dose_mg = NEW.dose_mg AND g.by_id = NEW.by_id AND g.witness_id = NEW.witness_id
          AND g.at = NEW.at AND g.xact = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'no dose without an open gate, read in the same transaction'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gate_was_open BEFORE INSERT ON dosing_administration
    FOR EACH ROW WHEN (NEW.corrects_id IS NULL) EXECUTE FUNCTION dosing_gate_was_open();

CREATE FUNCTION dosing_second_is_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id = (SELECT by_id FROM dosing_gateruling WHERE id = NEW.ruling_id) THEN
        RAISE EXCEPTION 'the second person is another one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_is_another BEFORE INSERT ON dosing_gatesecond
    FOR EACH ROW EXECUTE FUNCTION dosing_second_is_another();
""" + "".join(
    f"CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON dosing_{table} "
    "FOR EACH ROW EXECUTE FUNCTION dosing_stays();\n"
    for table in APPENDED
)
WAITS = """
CREATE FUNCTION dosing_gate_waits_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dosing_hold_gate({whose});
    RETURN NEW;
END $$;
CREATE TRIGGER gate_waits BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION dosing_gate_waits_{table}();
"""
WHOSE = (
    dict.fromkeys(OF_PARTNER, "NEW.partner_id")
    | dict.fromkeys(OF_COUPLE, "NEW.couple_id")
    | {table: f"(SELECT {parent})" for table, parent in OF_PARENT.items()}
)
FORWARD = GATE + "".join(WAITS.format(table=table, whose=whose) for table, whose in WHOSE.items())
BACK = (
    "".join(
        f"DROP TRIGGER gate_waits ON {table}; DROP FUNCTION dosing_gate_waits_{table};\n"
        for table in WHOSE
    )
    + "".join(f"DROP TRIGGER stays ON dosing_{table};\n" for table in APPENDED)
    + """
DROP TRIGGER gate_was_open ON dosing_administration;
DROP TRIGGER gate_is_of_now ON dosing_gateopened;
DROP TRIGGER second_is_another ON dosing_gatesecond;
DROP FUNCTION dosing_second_is_another;
DROP FUNCTION dosing_gate_was_open;
DROP FUNCTION dosing_gate_is_of_now;
DROP FUNCTION dosing_hold_gate;
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("dosing", "0006_the_gate"),
        ("consent", "0001_initial"),
        ("measures", "0002_sealed"),
        ("people", "0005_a_second_person_confirms_a_role"),
        ("safety", "0001_initial"),
        ("screening", "0001_initial"),
        ("sharing", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACK)]
