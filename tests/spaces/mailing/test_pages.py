"""The plan before mails go out, and the page of a mailing while and after."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from spaces.actions import answering, invitation, mailing, people_import, people_running
from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import Invitation, Mailing, Message
from spaces.models.invitation import Kind
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Jerusalem"))
SHABBAT = datetime(2026, 12, 5, 10, tzinfo=ZoneInfo("Asia/Jerusalem"))
SUNDAY = datetime(2026, 12, 6, 8, tzinfo=ZoneInfo("Asia/Jerusalem"))


@pytest.fixture(autouse=True)
def _on_a_working_day():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


def drafts(space, count, language="en"):
    people = [Invitee(f"ceo{n}@world.example", f"CEO {n}", language=language) for n in range(count)]
    return [invitation.draft(space, Kind.PEER, one, by=w.noa()) for one in people]


def bulk(desk, space, verb, chosen, **data):
    address = reverse("spaces:invitations_bulk", args=[space.pk, verb])
    return desk.post(address, {"ids": [one.pk for one in chosen], **data})


def page(name, *args):
    return reverse(f"spaces:{name}", args=args)


def told(plan):
    """Who gets a mail by a plan, in which language."""
    return sorted((one.email, one.language) for one in plan.people)


def written(of):
    return sorted(of.messages.values_list("address", "language"))


# The plan


@pytest.mark.parametrize("verb", ["send", "remind", "resend"])
def test_the_plan_is_what_then_goes_out(desk, space, verb):
    chosen = drafts(space, 4)
    Invitation.objects.filter(pk=chosen[0].pk).update(language="he")
    invitation.draft(space, Kind.PEER, Invitee("gil@world.example", "Gil Bar", language="ar"), by=w.noa())
    if verb != "send":
        invitation.invite_drafted(space, [one.pk for one in Invitation.objects.all()], by=w.noa())
        w.mailed(*Invitation.objects.all())
    everybody = list(Invitation.objects.order_by("pk"))
    answering.stop_writing("ceo1@world.example")
    invitation.withdraw(everybody[2], by=w.noa())
    plan = bulk(desk, space, verb, everybody).context["send"]
    assert Message.objects.filter(mailing__isnull=False).count() == 0
    bulk(desk, space, verb, everybody, confirmed="yes")
    made = Mailing.objects.get()
    assert told(plan) == written(made)
    assert plan.languages == [("Hebrew", 1), ("Arabic", 1), ("English", 1)]
    assert [(n, names) for _why, n, names in plan.skipped] == [(1, ["CEO 2"]), (1, ["CEO 1"])]
    assert set(made.messages.values_list("due_at", flat=True)) == {made.goes_at}


def test_a_list_of_people_shows_the_same_plan_and_does_it(desk, space):
    people = [Invitee("a@world.example", "A One"), Invitee("b@world.example", "B Two"), Invitee("nobody", "C Three")]
    found = people_import.begin_pasted(space, people, by=w.noa())
    shown = desk.get(page("people_import_go", found.pk))
    desk.post(page("people_import_go", found.pk), {"deadline": "2026-12-20", "note": ""})
    people_running.run(found.pk)
    found.refresh_from_db()
    assert told(shown.context["send"]) == written(found.mailing)
    assert shown.context["send"].skipped == [("not complete", 1, [])]
    assert [one.language for one, _letter in shown.context["mails"]] == ["en"]


def test_somebodys_own_letter_is_shown_on_demand_with_the_note_as_written(desk, space):
    chosen = drafts(space, 3)
    shown = bulk(desk, space, "send", chosen, letter=chosen[1].pk, note="We keep a chair")
    ((who, letter),) = shown.context["mails"]
    assert who.name == "CEO 1"
    assert "We keep a chair" in letter.text
    assert shown.context["form"]["note"].value() == "We keep a chair"
    assert not Message.objects.exists()


def test_somebodys_letter_out_of_a_list_is_shown_and_nothing_goes(desk, space):
    people = [Invitee("a@world.example", "A One"), Invitee("b@world.example", "B Two")]
    found = people_import.begin_pasted(space, people, by=w.noa())
    sent = {"deadline": "2026-12-20", "note": "Do come", "letter": found.rows.get(name="B Two").pk}
    ((who, letter),) = desk.post(page("people_import_go", found.pk), sent).context["mails"]
    found.refresh_from_db()
    assert (who.name, "Do come" in letter.text, found.step) == ("B Two", True, "checked")


def test_at_a_quiet_time_the_mails_may_wait_for_the_calm_hour(desk, space):
    with time_machine.travel(SHABBAT, tick=False):
        chosen = drafts(space, 2)
        assert bulk(desk, space, "send", chosen).context["send"].calm_at == SUNDAY
        bulk(desk, space, "send", chosen, confirmed="yes", calmly="yes")
    made = Mailing.objects.get()
    assert made.goes_at == SUNDAY
    assert set(made.messages.values_list("due_at", flat=True)) == {SUNDAY}


def test_a_reminder_keeps_its_distance_from_a_mail_that_waits_for_the_calm_hour(desk, space):
    with time_machine.travel(SHABBAT, tick=False):
        chosen = drafts(space, 2)
        Invitation.objects.update(deadline=SHABBAT + timedelta(days=6))
        bulk(desk, space, "send", chosen, confirmed="yes", calmly="yes")
    assert set(Invitation.objects.values_list("next_reminder_at", flat=True)) == {SUNDAY + timedelta(days=2)}


def test_nobody_is_asked_to_wait_past_the_time_to_answer(desk, space):
    with time_machine.travel(SHABBAT, tick=False):
        chosen = drafts(space, 2)
        invitation.invite_drafted(space, [one.pk for one in chosen], by=w.noa())
        w.mailed(*chosen)
        Invitation.objects.update(deadline=SUNDAY - timedelta(hours=1))
        assert bulk(desk, space, "remind", chosen).context["send"].calm_at is None
        bulk(desk, space, "remind", chosen, confirmed="yes", calmly="yes")


def test_the_plan_says_who_had_mails_this_week(desk, space):
    chosen = drafts(space, 2)
    invitation.invite_drafted(space, [one.pk for one in chosen], by=w.noa())
    w.mailed(*chosen)
    plan = bulk(desk, space, "remind", chosen).context["send"]
    assert (plan.written_to, [one.lately for one in plan.people]) == (2, [1, 1])
    with time_machine.travel(TUESDAY + timedelta(days=8), tick=False):
        assert bulk(desk, space, "remind", chosen).context["send"].written_to == 0


@pytest.mark.parametrize("verb", ["send", "remind", "resend"])
def test_a_plan_costs_the_same_for_one_and_for_many(desk, space, queries, verb):
    chosen = drafts(space, 30)
    if verb != "send":
        invitation.invite_drafted(space, [one.pk for one in chosen], by=w.noa())
        w.mailed(*chosen)
    counts = [queries(lambda n=n: bulk(desk, space, verb, chosen[:n])) for n in (1, 30)]
    assert counts[0] == counts[1]


def test_the_plan_of_a_list_costs_the_same_for_one_and_for_many(desk, space, queries):
    counts = []
    for n in (1, 30):
        people = [Invitee(f"p{n}{m}@world.example", f"P {m}") for m in range(n)]
        found = people_import.begin_pasted(space, people, by=w.noa())
        counts.append(queries(lambda found=found: desk.get(page("people_import_go", found.pk))))
    assert counts[0] == counts[1]


# The page of a mailing


def test_progress_tells_the_truth_at_every_step(desk, space, mailoutbox):
    made = w.a_mailing(space, 4)

    def stands():
        found = desk.get(page("mailing", made.pk)).context["progress"]
        return found.face, found.out, found.left, found.total

    assert stands() == ("soon", 0, 4, 4)
    with time_machine.travel(made.goes_at, tick=False):
        assert stands() == ("going", 0, 4, 4)
        later = made.messages.order_by("-pk").values_list("pk", flat=True)[:2]
        Message.objects.filter(pk__in=list(later)).update(due_at=made.goes_at + timedelta(hours=1))
        deliver_due()
        assert stands() == ("going", 2, 2, 4)
        desk.post(page("mailing_do", made.pk, "pause"))
        assert stands() == ("paused", 2, 2, 4)
        desk.post(page("mailing_do", made.pk, "resume"))
        assert stands() == ("going", 2, 2, 4)
        desk.post(page("mailing_do", made.pk, "end"))
        assert stands() == ("stopped", 2, 0, 4)


def test_a_mailing_of_which_nothing_is_left_is_done(desk, space, mailoutbox):
    made = w.a_mailing(space, 2)
    with time_machine.travel(made.goes_at, tick=False):
        deliver_due()
    assert desk.get(page("mailing", made.pk)).context["progress"].face == "done"


def test_the_part_that_is_asked_for_again_brings_the_whole_page_once_it_would_look_otherwise(desk, space):
    made = w.a_mailing(space, 2)
    url = page("mailing_progress", made.pk)
    assert "HX-Refresh" not in desk.get(f"{url}?seen=soon")
    mailing.pause(made, by=w.noa())
    assert desk.get(f"{url}?seen=soon")["HX-Refresh"] == "true"


def test_a_list_that_is_still_being_written_counts_as_waiting(desk, space):
    people = [Invitee(f"p{n}@world.example", f"P {n}") for n in range(3)]
    found = people_import.begin_pasted(space, people, by=w.noa())
    people_running.start(found, by=w.noa(), deadline=timezone.now() + timedelta(days=9))
    found.refresh_from_db()
    shown = desk.get(page("mailing", found.mailing_id)).context["progress"]
    assert (shown.total, shown.left, shown.coming) == (3, 3, 3)


def test_a_list_whose_mailing_was_stopped_invites_nobody_more(desk, space):
    people = [Invitee(f"p{n}@world.example", f"P {n}") for n in range(3)]
    found = people_import.begin_pasted(space, people, by=w.noa())
    people_running.start(found, by=w.noa(), deadline=timezone.now() + timedelta(days=9))
    found.refresh_from_db()
    desk.post(page("mailing_do", found.mailing_id, "end"))
    people_running.run(found.pk)
    found.refresh_from_db()
    assert (found.step, Invitation.objects.count()) == ("stopped", 0)


def test_stopping_says_first_what_it_means(desk, space):
    made = w.a_mailing(space, 2)
    shown = desk.get(page("mailing_do", made.pk, "end"))
    assert "Nothing has gone out yet." in shown.context["points"]
    assert any("know nothing of it" in point for point in shown.context["points"])
    made.refresh_from_db()
    assert made.state == "going"


def test_what_was_stopped_is_sent_or_taken_back_from_its_page(desk, space):
    made = w.a_mailing(space, 3)
    mailing.stop(made, by=w.noa())
    assert desk.get(page("mailing", made.pk)).context["unmailed"] == 3
    plan = bulk(desk, space, "send", [], mailing=made.pk).context["send"]
    assert plan.total == 3
    bulk(desk, space, "withdraw", [], mailing=made.pk, confirmed="yes", reason="A wrong list")
    assert set(Invitation.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not Message.objects.filter(kind="withdrawn").exists()


def test_invitations_that_were_not_sent_are_told_apart_in_the_list(desk, space):
    w.invited(space, "dana")
    mailing.stop(w.a_mailing(space, 2), by=w.noa())
    rows = desk.get(page("invitations", space.pk) + "?trouble=stopped").context["rows"]
    assert [(row.name, row.mail, row.next) for row in rows] == [
        ("CEO 1", "not sent", "Send it, or take it back"), ("CEO 0", "not sent", "Send it, or take it back"),
    ]  # fmt: skip


def test_one_that_was_not_sent_is_sent_from_its_own_page(desk, space):
    made = w.a_mailing(space, 2)
    mailing.stop(made, by=w.noa())
    one = Invitation.objects.first()
    with time_machine.travel(TUESDAY + timedelta(minutes=5), tick=False):
        desk.post(page("invitation_do", one.pk, "send"), {"note": ""})
    assert one.messages.filter(state="queued", kind="invitation", mailing=None).count() == 1
    assert not Invitation.objects.unmailed().filter(pk=one.pk).exists()


@pytest.mark.parametrize("name", ["all_mailings", "mailings", "mailing"])
def test_pages_of_mailings_cost_the_same_for_one_and_for_many(desk, space, queries, name):
    made = w.a_mailing(space, 1)
    args = {"all_mailings": [], "mailings": [space.pk], "mailing": [made.pk]}[name]
    before = queries(lambda: desk.get(page(name, *args)))
    more = w.a_mailing(space, 12)
    args = [more.pk] if name == "mailing" else args
    assert queries(lambda: desk.get(page(name, *args))) == before


# The desk's board


def test_the_desk_tells_of_paused_mailings_and_of_invitations_that_were_not_sent(desk, space):
    made = w.a_mailing(space, 2)
    mailing.pause(made, why=Mailing.Why.BOUNCES)
    assert "A mailing paused itself; 2 mails wait" in waiting(desk)
    mailing.stop(made, by=w.noa())
    assert waiting(desk)[0] == "2 invitations were not sent: their mailing was stopped"


def waiting(desk):
    return [row["text"] for row in desk.get(page("desk")).context["waiting"]]


def test_the_desk_warns_when_mails_go_out_late(desk, space, all_alive):
    w.invited(space, "dana")
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=14))
    assert desk.get(page("desk")).context["silence"] == ""
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=16))
    assert "16 minutes" in desk.get(page("desk")).context["silence"]


def test_a_list_that_was_just_confirmed_shows_what_is_being_made_ready(desk, space):
    people = [Invitee(f"p{n}@world.example", f"P {n}") for n in range(3)]
    found = people_import.begin_pasted(space, people, by=w.noa())
    people_running.start(found, by=w.noa(), deadline=timezone.now() + timedelta(days=9))
    found.refresh_from_db()
    listed = desk.get(page("mailings", space.pk))
    ((row,), (state,)) = zip(*((one["row"], one["state"]) for one in listed.context["rows"]), strict=True)
    assert (row.out, row.total, row.left, row.coming, state) == (0, 3, 3, 3, "going out")
    assert "3 of them are still being written." in listed.text
    assert "3 mails are being made ready" in desk.get(page("mailing", found.mailing_id)).text
    people_running.run(found.pk)
    (row,) = [one["row"] for one in desk.get(page("mailings", space.pk)).context["rows"]]
    assert (row.out, row.total, row.left, row.coming) == (0, 3, 3, 0)
