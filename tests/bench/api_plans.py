"""What PostgreSQL does for the lists of the API: with --plans, for a system that sees nearly all rows and for one that
sees a thousandth of them.
"""

import json

from django.db import connection

from spaces.api.invitation import InvitationList
from spaces.api.listing import filled, statement
from spaces.api.member import MembershipList
from spaces.api.organisation import OrganisationList
from spaces.api.query import read_query
from spaces.models import Partner

LISTS = {"organisations": OrganisationList, "memberships": MembershipList, "invitations": InvitationList}
QUESTIONS = {
    "organisations": (
        {}, {"cursor": "deep"}, {"sector": "third"}, {"kind": "foundation"}, {"kind": "ministry"}, {"place": "1"},
        {"field": "901"}, {"registry_number": "580000016"}, {"identifier": "CRM-75"}, {"q": "organisation"},
        {"q": "organisation 77"}, {"q": "organisaton"}, {"q": "or"}, {"q": "no such name"}, {"q": "580"},
    ),
    "memberships": ({}, {"cursor": "deep"}, {"space": "3"}, {"space": "3", "cursor": "deep"}),
    "invitations": (
        {}, {"cursor": "deep"}, {"state": "open"}, {"state": "open", "cursor": "deep"}, {"state": "draft"},
        {"kind": "stakeholder"}, {"space": "3"}, {"space": "3", "state": "open"},
    ),
}  # fmt: skip
FLAT = 4000  # pages of 8 KB in memory that an answer may look at, however large the tables are


def plans(rows):
    """(question, milliseconds, pages, indexes) of every question to every list."""
    for name, questions in QUESTIONS.items():
        for question in questions:
            for partner in (1, 2) if name != "organisations" else (1,):
                params = {word: str(rows // 2) if value == "deep" else value for word, value in question.items()}
                sees = "" if name == "organisations" else (" (all)", " (few)")[partner - 1]
                yield f"{name}{sees} {spelt(params)}", *looked_at(LISTS[name], Partner(pk=partner), params)


def spelt(params):
    return "&".join(f"{word}={value}" for word, value in params.items())


def looked_at(listing, partner, params):
    asked = read_query(params, listing)
    sql, values = statement(listing, asked.names, tuple(asked.wanted), asked.limit, asked.words)
    values = [filled(value, partner, asked.wanted) for value in values]
    with connection.cursor() as cursor:
        for _warm in range(2):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
            (found,) = cursor.fetchone()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]
    pages = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return plan["Planning Time"] + plan["Execution Time"], pages, sorted(set(ways_in(plan["Plan"])))


def ways_in(node):
    if node["Node Type"].endswith("Seq Scan"):
        yield f"all of {node['Relation Name']}"
    if "Index Name" in node:
        yield node["Index Name"]
    for below in node.get("Plans", ()):
        yield from ways_in(below)


def show_plans(rows, out):
    """Whether every question is answered without a look at more than FLAT pages."""
    are_flat = True
    for question, ms, pages, ways in plans(rows):
        are_flat &= pages <= FLAT
        mark = "" if pages <= FLAT else "  NOT FLAT"
        print(f"{question:<50} {ms:7.2f} ms {pages:6} pages{mark}  {', '.join(ways)}", file=out, flush=True)
    return are_flat
