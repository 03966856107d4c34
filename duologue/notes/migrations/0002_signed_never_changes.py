"""A signed note, its signature and its addenda cannot be changed or deleted, whatever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notes_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'always' OR EXISTS (
        SELECT 1 FROM notes_notesignature s
        WHERE s.note_id = CASE TG_TABLE_NAME
            WHEN 'notes_note' THEN (to_jsonb(OLD)->>'id')::uuid
            ELSE (to_jsonb(OLD)->>'note_id')::uuid END
    ) THEN
        RAISE EXCEPTION 'a signed note does not change; write an addendum'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION notes_no_version_after_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM notes_notesignature s WHERE s.note_id = NEW.note_id) THEN
        RAISE EXCEPTION 'a signed note does not change; write an addendum'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON notes_note
    FOR EACH ROW EXECUTE FUNCTION notes_signed_stays('signed');
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON notes_noteversion
    FOR EACH ROW EXECUTE FUNCTION notes_signed_stays('signed');
CREATE TRIGGER none_after_signing BEFORE INSERT ON notes_noteversion
    FOR EACH ROW EXECUTE FUNCTION notes_no_version_after_signing();
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON notes_notesignature
    FOR EACH ROW EXECUTE FUNCTION notes_signed_stays('always');
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON notes_addendum
    FOR EACH ROW EXECUTE FUNCTION notes_signed_stays('always');
"""
BACK = """
DROP TRIGGER signed_stays ON notes_note;
DROP TRIGGER signed_stays ON notes_noteversion;
DROP TRIGGER none_after_signing ON notes_noteversion;
DROP TRIGGER signed_stays ON notes_notesignature;
DROP TRIGGER signed_stays ON notes_addendum;
DROP FUNCTION notes_signed_stays;
DROP FUNCTION notes_no_version_after_signing;
"""


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
