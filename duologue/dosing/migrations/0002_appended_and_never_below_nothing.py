"""What happened in a session is appended and stays; the stock of a lot is never below nothing."""

from django.db import migrations

TABLES = (
    "order ordercancellation daycheck administration observation discharge ledgerentry"
).split()

FORWARD = """
CREATE FUNCTION dosing_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what happened in a session is not changed; append a further row'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION dosing_stock_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM dosing_stocklot WHERE id = NEW.lot_id FOR UPDATE;
    IF (SELECT sum(CASE WHEN "into" = 'stock' THEN micrograms
                        WHEN out_of = 'stock' THEN -micrograms ELSE 0 END)
        FROM dosing_ledgerentry WHERE lot_id = NEW.lot_id) < 0 THEN
        RAISE EXCEPTION 'the lot does not hold that much'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stock_holds AFTER INSERT ON dosing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION dosing_stock_holds();
""" + "".join(
    f"CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON dosing_{table} "
    "FOR EACH ROW EXECUTE FUNCTION dosing_stays();\n"
    for table in TABLES
)
BACK = "".join(f"DROP TRIGGER stays ON dosing_{table};\n" for table in TABLES) + """
DROP TRIGGER stock_holds ON dosing_ledgerentry;
DROP FUNCTION dosing_stays;
DROP FUNCTION dosing_stock_holds;
"""


class Migration(migrations.Migration):
    dependencies = [("dosing", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
