"""Each row is numbered, dated and tied to the one before it by the database, and then stays."""

from django.db import migrations

# `canonical` in audit/rules.py writes a row down in the same way.
FORWARD = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last audit_head%ROWTYPE;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_entry'));
    SELECT * INTO last FROM audit_head ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(last.number, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.hash := encode(sha256(convert_to(
        coalesce(last.hash, repeat('0', 64)) || chr(10) || json_build_array(
            NEW.number, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            NEW.id, NEW.person, NEW.role, NEW.page, NEW.verb,
            NEW.partner, NEW.couple, NEW.emergency
        )::text, 'UTF8')), 'hex');
    INSERT INTO audit_head (number, hash, at) VALUES (NEW.number, NEW.hash, NEW.at);
    RETURN NEW;
END $$;
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is not changed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER chain BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_stays();
"""
BACK = """
DROP TRIGGER chain ON audit_entry;
DROP TRIGGER stays ON audit_entry;
DROP TRIGGER stays ON audit_head;
DROP FUNCTION audit_chain;
DROP FUNCTION audit_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
