"""Nothing of a dependency or a hold is found by anybody else: in tables, logs, mails, pages, exports, addresses.

Each search is tried on a planted leak as well, so that finding nothing means something.
"""

import json
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from spaces.actions import dependency, holding, invitation
from spaces.actions.delivery import deliver_due
from spaces.models import Candidacy, DependencySheet, Letter, Message
from spaces.models.dependency import Line
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.my.test_canary import everything_seen

pytestmark = pytest.mark.django_db
CANARY = "canary-fund"
NUMBER = 987_654_321  # of a body on the map, found nowhere by chance
HIDDEN = re.compile(f"{CANARY}|{NUMBER}")


@pytest.fixture
def space(client, caplog):
    """A group in which Dana wrote down two bodies, one by name and one of the map, and Avi asked to wait."""
    caplog.set_level(logging.DEBUG)
    space = w.consolidated()
    body = w.Organisation.objects.create(pk=NUMBER, name_he="קרן נסתרת", sector="third", kind="foundation")
    dependency.ask_all(space, by=w.noa())
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    client.force_login(w.a_person("dana"))
    address = reverse("spaces:dependencies", args=[space.pk])
    given = {"kind": "funds", "until": until}
    client.post(address, given | {"name": CANARY, "look": "yes"})
    client.post(address, given | {"name": CANARY})
    client.post(address, given | {"name": "קרן נסתרת", "organisation": body.pk})
    client.post(address, given | {"name": CANARY * 40})
    client.post(address, {"confirm": "yes"})
    found = w.put_forward(space)
    client.force_login(w.a_person("avi"))
    client.post(reverse("spaces:candidates", args=[space.pk]), {"hold": found.pk})
    client.logout()
    deliver_due()
    return space


def rows_that_hold(pattern):
    """(table, row) of every row of every table whose text fits a pattern; the map itself aside."""
    with connection.cursor() as cursor:
        tables = [one for one in connection.introspection.table_names(cursor) if not one.startswith("sectors_")]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                if pattern.search(row):
                    yield table, row


def test_it_was_written_down_in_the_first_place(space):
    (sheet,) = [one for one in DependencySheet.objects.all() if one.lines()]
    assert {(line.name, line.organisation) for line in sheet.lines()} == {(CANARY, None), ("קרן נסתרת", NUMBER)}


def test_no_table_holds_a_dependency_in_clear(space):
    assert list(rows_that_hold(HIDDEN)) == []
    Message.objects.filter(pk=Message.objects.first().pk).update(note=f"about {CANARY}")
    assert [table for table, _row in rows_that_hold(HIDDEN)] == ["spaces_message"]


def test_sheets_look_alike_whoever_wrote_what(space):
    shapes = {(one.asked_at is None, len(one.sealed)) for one in DependencySheet.objects.all()}
    assert len(shapes) == 1
    assert DependencySheet.objects.count() == 3


def test_whoever_writes_first_without_being_asked_makes_a_sheet_for_everybody():
    space = w.consolidated()
    w.depends_on(space, "dana", w.a_line("The fund"))
    assert DependencySheet.objects.filter(asked_at=None).count() == 3


def test_two_copies_of_the_tables_do_not_tell_whose_sheet_changed(space):
    before = dict(DependencySheet.objects.values_list("pk", "sealed"))
    versions = "SELECT count(DISTINCT xmin::text) FROM spaces_dependencysheet"
    w.depends_on(space, "michal", w.a_line("The fund"))
    after = dict(DependencySheet.objects.values_list("pk", "sealed"))
    assert [before[pk] != after[pk] for pk in before] == [True] * 3
    with connection.cursor() as cursor:
        cursor.execute(versions)
        assert cursor.fetchone() == (1,)


def test_a_hold_stands_in_no_row_with_a_person(space):
    found = Candidacy.objects.get()
    avi = space.memberships.get(person=w.a_person("avi"))
    assert found.holds.asked_by(avi)
    names = [one.name for one in Candidacy._meta.fields if one.related_model is not None]
    assert sorted(names) == ["by", "decision", "invitation", "need"]
    assert found.by != avi.person
    assert not any(model.__name__ == "Hold" for model in Candidacy._meta.apps.get_models())


def test_nothing_is_logged(space, caplog):
    assert [one.getMessage() for one in caplog.records if HIDDEN.search(one.getMessage())] == []
    logging.getLogger("planted").warning("about %s", CANARY)
    assert [one.name for one in caplog.records if HIDDEN.search(one.getMessage())] == ["planted"]
    assert HIDDEN.search(repr(Line("funds", CANARY, timezone.localdate(), NUMBER))) is None


def test_no_mail_says_it(space, mailoutbox):
    said = "".join(f"{one.subject}{one.body}{one.alternatives}" for one in mailoutbox)
    assert len(mailoutbox) > 3
    assert HIDDEN.search(said) is None
    assert Letter.objects.filter(text__contains="hold").count() == 0


def starts(space):
    names = ("my_space", "candidates", "space", "desk_candidates", "members", "invitations", "history", "propose")
    return [*(reverse(f"spaces:{name}", args=[space.pk]) for name in names), "/my/", "/my/data/copy/", "/desk/outbox/"]


@pytest.mark.parametrize("name", ["noa", "avi", "michal"])
def test_no_page_of_anybody_else_says_it(client, space, name):
    client.force_login(w.a_person(name))
    said = everything_seen(client, *starts(space))
    assert CANARY not in said
    if name != "noa":  # a facilitator reads the whole map, where that body stands among all others
        assert re.findall(HIDDEN, said) == []
    client.force_login(w.a_person("dana"))
    assert CANARY in everything_seen(client, reverse("spaces:my_space", args=[space.pk]))


@pytest.mark.parametrize("name", ["noa", "dana", "michal"])
def test_no_page_tells_who_asked_to_wait(client, space, name):
    """Avi stands on pages for other reasons; what is compared is the same page with and without his wish."""
    client.force_login(w.a_person(name))
    found = Candidacy.objects.get()
    pages = []
    for asks in ("avi", "michal" if name != "michal" else "dana"):
        Candidacy.objects.update(sealed_holds="")
        holding.ask_hold(found, by=w.a_person(asks))
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            client.force_login(w.a_person(name))
            addresses = [one for one in starts(space) if "data" not in one]
            pages.append([without_tokens(client.get(one).text) for one in addresses])
    if name != "dana" or asks != "dana":
        assert pages[0] == pages[1]


def without_tokens(said):
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", said)


def test_programs_learn_nothing(client, space):
    client.force_login(w.noa())
    for path in (f"/api/v1/spaces/{space.pk}/", "/api/v1/spaces/", "/api/v1/invitations/"):
        said = client.get(path).text
        assert HIDDEN.search(said) is None
        assert [word in said for word in ('"hold', "figure", "why", "candidacy")] == [False] * 4


def test_the_admin_has_no_list_of_it():
    shown = {model.__name__ for model in admin.site._registry}
    assert shown.isdisjoint({"DependencySheet", "Candidacy", "Declaration", "Relation"})


def test_ones_own_copy_has_it_and_nobody_elses(client, space):
    copies = {}
    for name in ("dana", "avi", "noa"):
        client.force_login(w.a_person(name))
        copies[name] = json.loads(client.get(reverse("spaces:my_copy")).content)
    assert [one["body"] for one in copies["dana"]["dependencies"]] == [CANARY, "קרן נסתרת"]
    assert [len(copies[name]["asked_to_wait_with"]) for name in copies] == [0, 1, 0]
    assert [len(copies[name]["proposed"]) for name in copies] == [0, 0, 1]
    assert HIDDEN.search(json.dumps([copies["avi"], copies["noa"]])) is None


def test_no_address_of_the_topic_names_a_body():
    from spaces.urls.candidates import urlpatterns

    routes = " ".join(str(one.pattern) for one in urlpatterns)
    assert set(re.findall(r"<(.*?)>", routes)) == {"int:pk"}
    assert "organisation" not in routes


def test_neither_a_cookie_nor_an_address_to_come_back_to_says_it(client, space):
    client.force_login(w.a_person("dana"))
    until = timezone.localdate().isoformat()
    answer = client.post(
        reverse("spaces:dependencies", args=[space.pk]), {"kind": "funds", "name": f"{CANARY} 2", "until": until}
    )
    assert HIDDEN.search(answer.url + str(answer.cookies)) is None
    assert "no-store" in client.get(answer.url)["Cache-Control"]


def test_what_a_candidate_is_told_holds_no_word_of_the_groups_list():
    space = w.cross_sector()
    found = w.put_forward(space, Invitee("yoav@health.gov.il", "Yoav Tal", language="en"), why=f"{CANARY} why")
    holding.ask_hold(found, by=w.a_person("avi"))
    w.window_over(found)
    w.agreed_on(found)
    invitation.approve(found.invitation, by=w.noa())
    invitation.send(found.invitation, by=w.noa())
    deliver_due()
    said = Message.objects.get(invitation=found.invitation)
    assert HIDDEN.search(said.words.subject + said.words.text + said.words.html) is None
