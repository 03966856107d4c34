-- What twenty couples have too little of: words, alerts, enquiries and cohorts, as years leave them.
-- Every id is made from what it belongs to, so two runs on one day make the same rows.

CREATE TEMP TABLE treats AS
  SELECT couple_id AS couple, person_id AS therapist FROM people_careteammember
  WHERE role = 'therapist';

-- An authenticator app for every member of staff: without a second factor no page opens.
INSERT INTO mfa_authenticator (user_id, type, data, created_at)
  SELECT DISTINCT r.person_id, 'totp', '{"secret": ""}'::jsonb, now()
  FROM people_staffrole r
  WHERE NOT EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = r.person_id);

-- Eight signed notes a couple.
CREATE TEMP TABLE pattern AS
  SELECT n.template, n.headings, v.text FROM notes_note n
  JOIN notes_notesignature s ON s.note_id = n.id JOIN notes_noteversion v ON v.id = s.version_id
  WHERE n.template <> 'own' ORDER BY n.id LIMIT 1;
CREATE TEMP TABLE more_notes AS
  SELECT md5('note' || couple || n)::uuid AS id, md5('version' || couple || n)::uuid AS version,
         couple, therapist, now() - n * interval '9 days' AS at
  FROM treats, generate_series(1, 8) n;
INSERT INTO notes_note (id, template, headings, couple_id, author_id, about_at, at)
  SELECT m.id, p.template, p.headings, m.couple, m.therapist, m.at, m.at FROM more_notes m, pattern p;
INSERT INTO notes_noteversion (id, note_id, number, text, at)
  SELECT m.version, m.id, 1, p.text, m.at FROM more_notes m, pattern p;
INSERT INTO notes_notesignature (id, note_id, version_id, digest, by_id, at)
  SELECT md5('signature' || m.id)::uuid, m.id, m.version, encode(sha256(m.id::text::bytea), 'hex'),
         m.therapist, m.at
  FROM more_notes m;

-- Ten messages a partner, by turns; the therapist has not opened the last of one partner in ten.
CREATE TEMP TABLE more_messages AS
  SELECT md5('message' || p.id || n)::uuid AS id, p.id AS partner, t.therapist, p.person_id AS person,
         n, now() - (11 - n) * interval '5 days' AS at
  FROM people_partner p JOIN treats t ON t.couple = p.couple_id, generate_series(1, 10) n
  WHERE p.person_id IS NOT NULL;
INSERT INTO contact_message (id, partner_id, author_id, body, at)
  SELECT id, partner, CASE WHEN n % 2 = 0 THEN person ELSE therapist END,
         'We spoke about the week, and what we would like to try before we meet again.', at
  FROM more_messages;
INSERT INTO contact_messageread (id, message_id, by_id, at)
  SELECT md5('read' || id)::uuid, id, CASE WHEN n % 2 = 0 THEN therapist ELSE person END, at
  FROM more_messages m WHERE n < 10 OR hashtext(partner::text) % 10 <> 0
    OR EXISTS (SELECT 1 FROM past JOIN people_partner p ON p.couple_id = past.couple
               WHERE p.id = m.partner);

-- An alert for one partner in three; one in thirty under care is open, whoever it is late for.
CREATE TEMP TABLE more_alerts AS
  SELECT md5('alert' || p.id)::uuid AS id, p.id AS partner, t.therapist,
         now() - (abs(hashtext(p.id::text)) % 300) * interval '1 day' AS at,
         hashtext(p.id::text) % 30 = 0 AND NOT EXISTS
           (SELECT 1 FROM past WHERE past.couple = p.couple_id) AS is_open
  FROM people_partner p JOIN treats t ON t.couple = p.couple_id WHERE hashtext(p.id::text) % 3 = 0;
INSERT INTO safety_alert (id, partner_id, kind, because, owner_id, raised_at, due_at)
  SELECT m.id, m.partner, a.kind, a.because, m.therapist, m.at, m.at + interval '1 day'
  FROM more_alerts m, (SELECT kind, because FROM safety_alert ORDER BY id LIMIT 1) a;
INSERT INTO safety_alertclosure (id, alert_id, done, by_id, at)
  SELECT md5('closure' || id)::uuid, id, 'Called, and spoke about it.', therapist,
         at + interval '3 hours'
  FROM more_alerts WHERE NOT is_open;

-- Two thousand enquiries, all but thirty settled.
CREATE TEMP TABLE more_enquiries AS
  SELECT md5('enquiry' || n)::uuid AS id, n, now() - n * interval '8 hours' AS at
  FROM generate_series(1, 2000) n;
INSERT INTO enquiry_enquiry (id, name, channel, reach, safe_hours, may_leave_message, wanted_format,
                             message, answers, at)
  SELECT m.id, e.name, e.channel, e.reach, e.safe_hours, e.may_leave_message, e.wanted_format,
         e.message, e.answers, m.at
  FROM more_enquiries m, (SELECT * FROM enquiry_enquiry ORDER BY id LIMIT 1) e;
INSERT INTO enquiry_enquiryoutcome (id, enquiry_id, outcome, note, by_id, at)
  SELECT md5('outcome' || id)::uuid, id, 'talked', '', (SELECT therapist FROM treats LIMIT 1), at
  FROM more_enquiries WHERE n > 30;

-- Thirty-nine weekends of ten couples beside the demo's own, one every four weeks: of those whose
-- course is the workshop, the latest first, led by the therapist and the monitor of its first couple.
CREATE TEMP TABLE weekend AS
  SELECT couple_id AS couple, n, row_number() OVER (PARTITION BY n ORDER BY couple_id) AS place
  FROM (SELECT couple_id,
               ((row_number() OVER (ORDER BY started_at DESC, couple_id) - 1) / 10 + 1)::int AS n
        FROM programme_episode WHERE programme = 'weekend-workshop' AND couple_id NOT IN
          (SELECT p.couple_id FROM workshops_cohortmember m JOIN people_partner p
           ON p.id = m.partner_id)) c
  WHERE n < 40;
CREATE TEMP TABLE leads AS
  SELECT w.n, m.person_id AS person, m.role FROM weekend w
  JOIN people_careteammember m ON m.couple_id = w.couple AND m.role IN ('therapist', 'monitor')
  WHERE w.place = 1;
INSERT INTO workshops_cohort (id, name, starts_on, by_id, at)
  SELECT md5('cohort' || n)::uuid, 'Weekend ' || n, current_date - n * 28, person,
         now() - n * interval '28 days' - interval '60 days'
  FROM leads WHERE role = 'therapist';
INSERT INTO workshops_facilitator (id, cohort_id, person_id, at)
  SELECT md5('leads' || n || person)::uuid, md5('cohort' || n)::uuid, person,
         now() - n * interval '28 days' - interval '60 days'
  FROM leads;
INSERT INTO workshops_cohortmember (id, cohort_id, partner_id, by_id, at)
  SELECT md5('member' || p.id)::uuid, c.id, p.id, c.by_id, c.at
  FROM weekend w JOIN people_partner p ON p.couple_id = w.couple
  JOIN workshops_cohort c ON c.id = md5('cohort' || w.n)::uuid;
INSERT INTO workshops_cohortsession (id, cohort_id, kind, starts_at, ends_at, by_id, at)
  SELECT md5('timetable' || c.id || n)::uuid, c.id, 'group-preparation',
         c.starts_on + n * interval '3 hours', c.starts_on + (n * 3 + 2) * interval '1 hour',
         c.by_id, c.at
  FROM workshops_cohort c, generate_series(3, 6) n WHERE c.id IN (SELECT md5('cohort' || n)::uuid FROM leads);
INSERT INTO workshops_cohortbooking (id, session_id, appointment_id, at)
  SELECT md5('booking' || a.id)::uuid, md5('timetable' || c.id || a.nth + 2)::uuid, a.id, c.at
  FROM weekend w JOIN workshops_cohort c ON c.id = md5('cohort' || w.n)::uuid
  JOIN (SELECT id, couple_id, row_number() OVER (PARTITION BY couple_id ORDER BY starts_at) AS nth
        FROM calendar_appointment) a ON a.couple_id = w.couple AND a.nth <= 4;
