"""An empty database filled by SQL: 200 invitations in each of many spaces, with all that hangs on them."""

import time

from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED
from django.utils import timezone

# Each row of a table, made from numbers. `busy` runs 300 spaces, `small` one; the rest is run by a hundred others.
FILL = """
SET session_replication_role = replica;
INSERT INTO members_person (id, password, is_superuser, email, name, language, time_zone, quiet_weekdays,
    is_facilitator, is_staff, is_active, joined_at)
SELECT n, '!', false, CASE n WHEN 1 THEN 'busy' WHEN 2 THEN 'small' ELSE 'p' || n END || '@bench.example',
    'Person ' || n, 'en', 'Asia/Jerusalem', '{{}}', n <= 102, false, true, now()
FROM generate_series(1, 20000) n;
INSERT INTO sectors_organisation (id, name_he, name_en, name_ar, other_names, search_name, sort_name, sector, kind,
    registry_number, registry_state, purpose, source)
SELECT n, 'ארגון ' || n, '', '', '{{}}', '', '', 'third', 'association', '', '', '', ''
FROM generate_series(1, 20000) n;
INSERT INTO spaces_space (id, name, name_en, purpose, leadership, readiness, rhythm, context, initiator_kind,
    initiator_name, language, country, disclosure, stage, paused_from, stage_since, is_reported, opened_at)
SELECT n, 'Space ' || n, '', 'Purpose', '', '', '', 'field', 'ceo', 'Dana', 'en', 'IL', 'names',
    (ARRAY['exploring', 'gathering', 'consolidated', 'cross_sector'])[n % 4 + 1], '', now(), false, now()
FROM generate_series(1, {spaces}) n;
INSERT INTO spaces_membership (organisation_name, role, circle, since, active_since, organisation_id, person_id,
    space_id)
SELECT '', CASE m WHEN 0 THEN 'facilitator' ELSE 'peer' END, 'plenum', now(), now(),
    CASE m WHEN 0 THEN NULL ELSE (s * 37 + m) % 20000 + 1 END,
    CASE WHEN m > 0 THEN 200 + (s * 37 + m) % 19000
         WHEN s % ({spaces} / 300) = 0 THEN 1 WHEN s = 1 THEN 2 ELSE 3 + s % 100 END, s
FROM generate_series(1, {spaces}) s, generate_series(0, 20) m;
INSERT INTO spaces_invitation (id, kind, state, email, name, organisation_name, language, deadline, is_confirmation,
    nonce, token_hash, created_at, opened_at, answered_at, deferred_until, decline_reason, answer_words, reminders,
    next_reminder_at, inviter_id, organisation_id, space_id)
SELECT n, CASE WHEN n % 25 = 0 THEN 'stakeholder' ELSE 'peer' END, state, 'i' || n || '@bench.example', 'Invitee ' || n,
    '', 'he', now() + (n % 28 - 14) * interval '1 day', false, '', md5(n::text), now(), now(),
    CASE WHEN state IN ('accepted', 'declined') THEN now() END,
    CASE WHEN state = 'deferred' THEN current_date + (n % 60)::int END, '', '', 0,
    CASE WHEN state = 'open' THEN now() + interval '3 days' END, 1, n % 20000 + 1, n % {spaces} + 1
FROM (
    SELECT n, (ARRAY['accepted', 'accepted', 'accepted', 'accepted', 'open', 'open', 'declined', 'deferred', 'expired',
                     'proposed'])[(n / {spaces}) % 10 + 1] AS state
    FROM generate_series(1, {spaces} * 200) n
) numbered;
INSERT INTO spaces_letter (id, digest, subject, text, html, at)
VALUES (1, '1', 'Subject', repeat('Text ', 200), '', now());
INSERT INTO spaces_message (kind, occasion, address, language, note, state, due_at, created_at, sent_at, attempts,
    problem, nonce, filled, letter_id, invitation_id, space_id)
SELECT CASE k WHEN 0 THEN 'invitation' ELSE 'reminder' END, 'invitation:' || n || ':' || k,
    'i' || n || '@bench.example', 'he', '',
    CASE WHEN (n / {spaces}) % 50 = 4 THEN 'bounced' ELSE 'delivered' END, now(), now(), now(), 1, '', '',
    '{{}}', 1, n, n % {spaces} + 1
FROM generate_series(0, 1) k, generate_series(1, {spaces} * 200) n WHERE k = 0 OR n % 5 = 0;
INSERT INTO spaces_move (from_state, to_state, at, reason, is_reported, by_id, invitation_id, space_id)
SELECT CASE k WHEN 0 THEN '' ELSE 'draft' END, CASE k WHEN 0 THEN 'draft' ELSE 'proposed' END,
    now() - n * interval '1 second', '', false, 1, n, n % {spaces} + 1
FROM generate_series(0, 1) k, generate_series(1, {spaces} * 200) n;
INSERT INTO spaces_move (from_state, to_state, at, reason, is_reported, by_id, space_id)
SELECT '', 'exploring', now(), '', false, 1, n FROM generate_series(1, {spaces}) n;
INSERT INTO spaces_agreement (id, kind, version, text, published_at, by_id, space_id)
SELECT n, 'foundation', 1, 'Text', now(), 1, n FROM generate_series(1, {spaces}) n;
INSERT INTO spaces_signature (name, at, agreement_id, membership_id)
SELECT 'Name', now(), space_id, id FROM spaces_membership WHERE role = 'peer' AND id % 40 > 0;
INSERT INTO spaces_decision (id, topic, title, proposal, opened_at, closes_at, closed_at, outcome, by_id, space_id)
SELECT n, 'general', 'Question', 'Proposal', now(), now() + interval '3 days',
    CASE WHEN n % 3 > 0 THEN now() END, CASE WHEN n % 3 > 0 THEN 'agreed' ELSE '' END, 1, n
FROM generate_series(1, {spaces}) n;
INSERT INTO spaces_response (answer, reason, decision_id, membership_id)
SELECT CASE id % 3 WHEN 0 THEN '' ELSE 'consent' END, '', space_id, id FROM spaces_membership WHERE role = 'peer';
SET session_replication_role = DEFAULT;
ANALYZE;
"""


def fill(spaces):
    """Make the rows, unless there are some already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM spaces_space LIMIT 1")
        if cursor.fetchone():
            return
        began = time.monotonic()
        for statement in [*defaults(), *FILL.format(spaces=spaces).split(";\n")]:
            if statement.strip():
                cursor.execute(statement)
        print(
            f"{spaces * 200:,} invitations in {spaces:,} spaces, made in {time.monotonic() - began:.0f} s", flush=True
        )


MADE = {list: "'{}'", dict: "'{}'", timezone.now: "now()"}


def defaults():
    """Let the database know the models' own defaults, so that a new column needs no line above."""
    models = (model for name in ("members", "sectors", "spaces") for model in apps.get_app_config(name).get_models())
    for model in models:
        for field in model._meta.local_concrete_fields:
            default = as_sql(field)
            if default and not field.null and not field.primary_key:
                yield f'ALTER TABLE {model._meta.db_table} ALTER COLUMN "{field.column}" SET DEFAULT {default}'


def as_sql(field):
    """The default of a field as PostgreSQL writes it, or nothing where there is none that every row could have."""
    if field.default is NOT_PROVIDED:
        return "''" if field.empty_strings_allowed else None
    if isinstance(field.default, str | int | float):
        return f"'{field.default}'"
    return MADE.get(field.default)
