-- Who is asking. Set once at the start of each transaction, gone with its end; the policies made
-- from policy.yaml read nothing else. Where nobody has said who is asking, a question raises.
CREATE SCHEMA IF NOT EXISTS asking;

CREATE OR REPLACE FUNCTION asking.kind() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF coalesce(current_setting('duologue.kind', true), '') = '' THEN
    RAISE EXCEPTION 'nobody has said who is asking'
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Open a transaction and call duologue.privacy.principal.set_principal first.';
  END IF;
  RETURN current_setting('duologue.kind');
END $$;

-- The person signed in, and the partner they are; null for everybody else.
CREATE OR REPLACE FUNCTION asking.person() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN nullif(current_setting('duologue.person', true), '')::uuid;
END $$;

CREATE OR REPLACE FUNCTION asking.partner() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN nullif(current_setting('duologue.partner', true), '')::uuid;
END $$;

-- The couple they are in, with both its partners.
CREATE OR REPLACE FUNCTION asking.ours() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN coalesce(nullif(current_setting('duologue.ours', true), ''), '{}')::uuid[];
END $$;

-- The partner whose own room is being destroyed at their request, and their account.
CREATE OR REPLACE FUNCTION asking.erasing() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM asking.kind();
  RETURN coalesce(nullif(current_setting('duologue.erasing', true), ''), '{}')::uuid[];
END $$;

-- Whether they hold one of these roles, or are `nobody` or (at that moment) `system`.
CREATE OR REPLACE FUNCTION asking.is_a(VARIADIC words text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN asking.kind() = ANY(words)
      OR coalesce(current_setting('duologue.system', true), '') = 'on' AND 'system' = ANY(words)
      OR coalesce(nullif(current_setting('duologue.roles', true), ''), '{}')::text[] && words;
END $$;

-- The couples, partners and partners' accounts in their care, in any of these roles.
CREATE OR REPLACE FUNCTION asking.cares(VARIADIC roles text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 200 AS $$
DECLARE role text;
BEGIN
  PERFORM asking.kind();
  FOREACH role IN ARRAY roles LOOP
    RETURN QUERY SELECT unnest(
      coalesce(nullif(current_setting('duologue.care_' || role, true), ''), '{}')::uuid[]);
  END LOOP;
END $$;

-- The same, and whose record they opened in an emergency: those are for reading alone.
CREATE OR REPLACE FUNCTION asking.reads(VARIADIC roles text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 200 AS $$
DECLARE role text;
BEGIN
  RETURN QUERY SELECT asking.cares(VARIADIC roles);
  FOREACH role IN ARRAY roles LOOP
    RETURN QUERY SELECT unnest(
      coalesce(nullif(current_setting('duologue.emergency_' || role, true), ''), '{}')::uuid[]);
  END LOOP;
END $$;

-- The partners whose record they opened in an emergency, and those partners' couples, by their ids.
CREATE OR REPLACE FUNCTION asking.opened() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 2 AS $$
BEGIN
  PERFORM asking.kind();
  RETURN QUERY SELECT unnest(coalesce(nullif(current_setting('duologue.opened', true), ''), '{}')::uuid[]);
END $$;

-- Say who is asking: a person's id, `system` or `nobody`. Returns the roles they hold.
CREATE OR REPLACE FUNCTION asking.begin(who text) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
  held text[] := '{}';
  mine record;
  care record;
  role text;
BEGIN
  PERFORM set_config('role', 'duologue_request', true);
  PERFORM set_config(name, '', true) FROM unnest(ARRAY['duologue.person', 'duologue.partner',
    'duologue.ours', 'duologue.roles', 'duologue.system', 'duologue.erasing', 'duologue.care_therapist',
    'duologue.care_prescriber', 'duologue.care_monitor', 'duologue.emergency_therapist',
    'duologue.emergency_prescriber', 'duologue.emergency_monitor', 'duologue.opened']) name;
  PERFORM set_config('duologue.kind', who, true) WHERE who IN ('system', 'nobody');
  IF who IN ('system', 'nobody') THEN
    RETURN held;
  END IF;
  PERFORM set_config('duologue.kind', 'person', true);
  PERFORM set_config('duologue.person', who::uuid::text, true);
  IF NOT EXISTS (SELECT 1 FROM people_person WHERE id = who::uuid AND closed_at IS NULL) THEN
    RETURN asking.begin('nobody');
  END IF;
  SELECT coalesce(array_agg(DISTINCT r.role::text), '{}') INTO held FROM people_staffrole r
    WHERE r.person_id = who::uuid
      AND NOT EXISTS (SELECT 1 FROM people_staffroleend e WHERE e.staff_role_id = r.id);
  IF held = '{}' THEN
    SELECT p.id, p.couple_id INTO mine FROM people_partner p
      WHERE p.person_id = who::uuid ORDER BY p.at DESC, p.id DESC LIMIT 1;
    IF FOUND THEN
      PERFORM set_config('duologue.partner', mine.id::text, true);
      PERFORM set_config('duologue.ours', ARRAY[mine.couple_id, mine.id]::text, true);
      PERFORM set_config('duologue.ours', (SELECT array_agg(p.id) || mine.couple_id
        FROM people_partner p WHERE p.couple_id = mine.couple_id)::text, true);
    END IF;
    RETURN held;
  END IF;
  PERFORM set_config('duologue.roles', held::text, true);
  FOR care IN
    SELECT m.role, array_agg(DISTINCT m.couple_id) AS couples FROM people_careteammember m
      WHERE m.person_id = who::uuid AND m.role IN ('therapist', 'prescriber', 'monitor')
        AND NOT EXISTS (SELECT 1 FROM people_careteamend e WHERE e.member_id = m.id)
      GROUP BY m.role
  LOOP
    PERFORM set_config('duologue.care_' || care.role, care.couples::text, true);
    PERFORM set_config('duologue.care_' || care.role, (SELECT array_agg(x) FROM (
      SELECT unnest(care.couples) UNION ALL SELECT p.id FROM people_partner p
        WHERE p.couple_id = ANY(care.couples) UNION ALL SELECT p.person_id FROM people_partner p
        WHERE p.couple_id = ANY(care.couples) AND p.person_id IS NOT NULL) all_of(x))::text, true);
  END LOOP;
  -- In an emergency: the one partner who was named counts as in their care, and nobody else of the
  -- couple; of the couple no more than its name.
  FOR care IN
    SELECT g.role, array_agg(g.partner_id) AS partners FROM people_emergencygrant g
      WHERE g.by_id = who::uuid AND g.at <= clock_timestamp()
        AND g.expires_at > clock_timestamp() AND g.role = ANY(held)
      GROUP BY g.role
  LOOP
    -- First the partners, so that their rows can be read, then the couples they are in.
    PERFORM set_config('duologue.opened', ((SELECT coalesce(array_agg(o), '{}') FROM asking.opened() o)
      || care.partners)::text, true);
    PERFORM set_config('duologue.opened', ((SELECT array_agg(o) FROM asking.opened() o)
      || (SELECT array_agg(p.couple_id) FROM people_partner p
          WHERE p.id = ANY(care.partners)))::text, true);
    PERFORM set_config('duologue.emergency_' || care.role,
      (care.partners || (SELECT coalesce(array_agg(p.person_id), '{}') FROM people_partner p
                         WHERE p.id = ANY(care.partners) AND p.person_id IS NOT NULL))::text, true);
  END LOOP;
  RETURN held;
END $$;
