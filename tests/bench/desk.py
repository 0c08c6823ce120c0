"""The desk's lists at full size: 1,000,000 invitations in 5,000 spaces.

Fills an empty database by SQL, opens each page as a facilitator of 300 spaces and as one of a single space, and prints
milliseconds, queries, and every plan that reads a big table without an index.

    bin/bench desk [--spaces 5000] [--plans]
"""

import argparse
import os
import re
import statistics
import sys
import time

import django


def main():
    arguments = argparse.ArgumentParser(prog="bin/bench desk")
    arguments.add_argument("--spaces", type=int, default=5000)
    arguments.add_argument("--plans", action="store_true", help="print every plan")
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(chosen.spaces)
    for name in ("busy", "small"):
        measure(name, chosen.plans)


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
INSERT INTO spaces_message (kind, occasion, address, language, note, state, due_at, created_at, sent_at, attempts,
    problem, nonce, subject, text, html, invitation_id, space_id)
SELECT CASE k WHEN 0 THEN 'invitation' ELSE 'reminder' END, 'invitation:' || n || ':' || k,
    'i' || n || '@bench.example', 'he', '',
    CASE WHEN (n / {spaces}) % 50 = 4 THEN 'bounced' ELSE 'delivered' END, now(), now(), now(), 1, '', '',
    'Subject', repeat('Text ', 200), '', n, n % {spaces} + 1
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
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM spaces_space LIMIT 1")
        if cursor.fetchone():
            return
        began = time.monotonic()
        for statement in FILL.format(spaces=spaces).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        print(
            f"{spaces * 200:,} invitations in {spaces:,} spaces, made in {time.monotonic() - began:.0f} s", flush=True
        )


def pages(space):
    from spaces.models import Invitation

    one = Invitation.objects.filter(space=space, state="open").order_by("pk")[0]
    middle = Invitation.objects.filter(space=space).order_by("pk")[100].pk
    return {
        "desk": "/desk/",
        "a space": f"/desk/spaces/{space}/",
        "invitations, 50 rows": f"/desk/spaces/{space}/invitations/",
        "invitations, later": f"/desk/spaces/{space}/invitations/?before={middle}",
        "invitations, filtered": f"/desk/spaces/{space}/invitations/?state=open&kind=peer",
        "invitations, undelivered": f"/desk/spaces/{space}/invitations/?trouble=1",
        "invitations, searched": f"/desk/spaces/{space}/invitations/?q=Invitee+12",
        "an invitation": f"/desk/invitations/{one.pk}/",
        "members": f"/desk/spaces/{space}/members/",
        "history": f"/desk/spaces/{space}/history/",
        "outbox": "/desk/outbox/",
        "outbox, undelivered": "/desk/outbox/?trouble",
    }


def measure(name, with_plans):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from members.models import Person
    from spaces.models import Space

    person = Person.objects.get(email=f"{name}@bench.example")
    mine = Space.objects.run_by(person)
    client = Client()
    client.force_login(person)
    print(f"\n{name}: runs {mine.count()} spaces\n{'page':<26}{'ms':>7}{'SQL ms':>8}{'queries':>9}{'KB':>6}")
    for title, url in pages(mine.order_by("pk")[0].pk).items():
        timings = [timed(client, url) for _turn in range(7)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        spent = sum(float(query["time"]) for query in captured.captured_queries) * 1000
        size = len(answer.content) / 1024
        print(f"{title:<26}{statistics.median(timings):>7.1f}{spent:>8.0f}{len(captured):>9}{size:>6.0f}", flush=True)
        for query in captured.captured_queries:
            explain(query["sql"], with_plans)


def timed(client, url):
    began = time.perf_counter()
    client.get(url)
    return (time.perf_counter() - began) * 1000


BIG = re.compile(r"Seq Scan on (spaces_(?:invitation|message|move|membership)\b.*)")


def explain(sql, with_plans):
    """Say which plans read a whole big table; with --plans show each plan."""
    from django.db import connection

    if not sql.startswith("SELECT"):
        return
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS OFF) " + sql.replace("%", "%%"))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    took = float(re.search(r"Execution Time: ([\d.]+)", plan).group(1))
    if with_plans or BIG.search(plan) or took > 40:
        print(f"    {took:.1f} ms  {sql[:3000]}\n      " + plan.replace("\n", "\n      "), file=sys.stdout, flush=True)


if __name__ == "__main__":
    main()
