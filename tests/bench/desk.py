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

from tests.bench.million import fill


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
