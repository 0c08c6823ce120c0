"""Those who run the installation read only in need, in sight of everybody in the space."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import glass as actions
from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import File, GlassBreak, GlassLook, Post
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
REASON = "A member reported a threat in the room"


@pytest.fixture
def staff(db):
    return w.a_person("staff", full_name="Shira Staff", is_staff=True, is_superuser=True)


@pytest.fixture
def space(db):
    space = w.consolidated()
    w.said(space, "avi", "Among the peers", files=[w.a_pdf("plan.pdf")])
    return space


def test_staff_and_superusers_have_no_silent_way_in(client, staff, space):
    client.force_login(staff)
    said, file = Post.objects.get(), File.objects.get()
    addresses = [
        reverse("spaces:room", args=[space.pk]), reverse("spaces:post", args=[said.pk]),
        reverse("spaces:file", args=[file.pk]), reverse("spaces:previews", args=[space.pk]),
    ]  # fmt: skip
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert list(Post.objects.visible_to(staff)) == []


def test_nothing_that_is_said_is_in_the_admin():
    ours = {apps.get_model("spaces", name) for name in ("Post", "File", "GlassBreak", "GlassLook")}
    assert ours & set(admin.site._registry) == set()


def test_breaking_the_glass_opens_the_room_for_an_hour(client, staff, space, time_machine):
    client.force_login(staff)
    response = client.post(reverse("spaces:glass"), {"space": space.pk, "reason": REASON})
    page = client.get(response.url)
    assert ["Among the peers" in page.text, "plan.pdf" in page.text] == [True, True]
    assert reverse("spaces:file", args=[File.objects.get().pk]) not in page.text
    assert client.get(reverse("spaces:file", args=[File.objects.get().pk])).status_code == 404
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert client.get(response.url).status_code == 409
    assert GlassLook.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "reason"), [("", ""), ("", REASON), ("{}", "short"), ("999", REASON), ("x", REASON), ("9" * 30, REASON)]
)
def test_without_a_space_and_a_reason_nothing_opens(client, staff, space, number, reason):
    client.force_login(staff)
    response = client.post(reverse("spaces:glass"), {"space": number.format(space.pk), "reason": reason})
    assert response.context["form"].errors
    assert GlassBreak.objects.count() == 0


def test_every_reading_is_logged(client, staff, space):
    glass = actions.break_glass(space, by=staff, reason=REASON)
    client.force_login(staff)
    for _n in range(3):
        client.get(reverse("spaces:glass_room", args=[glass.pk]))
    assert glass.looks.count() == 3


def test_nobody_else_reads_behind_it(client, staff, space):
    glass = actions.break_glass(space, by=staff, reason=REASON)
    for person in (w.a_person("other_staff", is_staff=True), w.noa(), w.named("avi")):
        client.force_login(person)
        assert client.get(reverse("spaces:glass_room", args=[glass.pk])).status_code == 404
        with pytest.raises(Forbidden):
            actions.look(glass, by=person)
    assert GlassLook.objects.count() == 0


def test_who_is_no_staff_breaks_nothing(space):
    with pytest.raises(Forbidden):
        actions.break_glass(space, by=w.noa(), reason=REASON)


def test_a_reason_has_to_be_one(staff, space):
    with pytest.raises(NotPossible):
        actions.break_glass(space, by=staff, reason=" " * 40)


def test_everybody_in_the_space_is_shown_who_why_and_how_often(client, staff):
    space = w.cross_sector()
    before = actions.break_glass(space, by=staff, reason="Before Ruth had joined the space")
    w.ruth_joined(space)
    glass = actions.break_glass(space, by=staff, reason=REASON)
    actions.look(glass, by=staff)
    actions.look(glass, by=staff)
    for name, seen in (("avi", [True, True]), ("noa", [True, True]), ("ruth", [True, False])):
        client.force_login(w.named(name))
        page = client.get(reverse("spaces:room", args=[space.pk])).text
        assert [REASON in page, before.reason in page] == seen, name
        assert ["Shira Staff" in page, "read 2 times" in page] == [True, True], name
    client.force_login(w.noa())
    assert REASON in client.get(reverse("spaces:history", args=[space.pk])).text


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_facilitators_get_a_mail_that_carries_nothing(staff, space, mailoutbox, is_closed):
    if is_closed:
        move_space(space, Stage.CLOSED, by=w.noa())
        deliver_due()
        mailoutbox.clear()
    actions.break_glass(space, by=staff, reason=REASON)
    deliver_due()
    (mail,) = [mail for mail in mailoutbox if "opened" in mail.subject]
    assert mail.to == ["noa@world.example"]
    assert reverse("spaces:room", args=[space.pk]) in mail.body
    assert [word in mail.body for word in (REASON, "Among the peers", "Shira")] == [False] * 3
