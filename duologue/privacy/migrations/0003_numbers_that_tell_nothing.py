from django.db import migrations

# A library's tables count upwards: the number of one's own passkey would tell how many others were
# made in the meantime, by anybody. Random numbers tell nothing.
TABLES = ("mfa_authenticator", "account_emailaddress", "account_emailconfirmation")
FUNCTION = """
CREATE FUNCTION number_that_tells_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.id := 1 + floor(random() * 2147483646)::bigint;
  RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER number_that_tells_nothing BEFORE INSERT ON {}
FOR EACH ROW EXECUTE FUNCTION number_that_tells_nothing()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0002_keys"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION number_that_tells_nothing()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table), f"DROP TRIGGER number_that_tells_nothing ON {table}"
            )
            for table in TABLES
        ),
    ]
