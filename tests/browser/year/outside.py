"""A ministry and a company come in, see their side and nothing else; and the group goes back to working alone."""

import re

from django.urls import reverse

from spaces.actions import answering, decision, relation
from spaces.actions.calendar_feed import make_feed
from spaces.models import Invitation, Relation
from spaces.models.decision import Answer, Outcome
from spaces.states import Stage
from tests.browser.acting import fill, press, send, sign
from tests.browser.year.beginning import the_document_is_signed
from tests.browser.year.cast import DANA, GIL, NADAV, PEERS, RUTH, SECRET
from tests.browser.year.deciding import answers_on_a_phone
from tests.browser.year.story import a_person, last_decision, work

LOCAL = re.compile(r'href="(/(?:my|feed)/[^"#]*)')


def the_ministry_comes_in(year):
    page = year.pages[RUTH] = year.new_phone()
    page.goto(year.letter(RUTH, "/i/"))
    year.picture(page, "ministry-reads")
    press(page, "[value=accept]")
    year.picture(page, "ministry-signs")
    sign(page)
    page.goto("/my/")
    year.picture(page, "ministry-home")
    page.goto(f"{year.mine}/relations/")
    fill(page, kind="funds", organisation=str(year.place(DANA).organisation_id), note="תמיכה שנתית, תקנה 24")
    year.picture(page, "declaring-relations")
    press(page, "form .main")
    assert list(Relation.objects.values_list("kind", "organisation__name_he")) == [("funds", PEERS[DANA][1])]
    page.goto(f"{year.mine}/")
    year.picture(page, "ministry-side")
    place = answering.accept(Invitation.objects.get(email=GIL))
    the_document_is_signed(place, "annex")
    relation.declare_none(year.place(GIL), by=a_person(GIL))


def the_relations_are_read_by_all(year):
    page = year.phone(NADAV)
    page.goto(f"{year.mine}/relations/")
    year.picture(page, "relations-as-a-peer-reads-them")


def a_joint_task_is_decided_by_all(year):
    """By the group's own rule the ministry and the company take part in this one."""
    page = year.noa
    page.goto(f"{year.desk}/decisions/new/?topic=joint_task")
    fill(page, room="whole", title="נוהל שחרור משותף", proposal="פיילוט בשני בתי חולים, מהסתיו", closes_at="2027-05-20")
    year.picture(page, "proposal-to-the-whole")
    press(page, "form .main")
    found = last_decision()
    page = year.phone(DANA)
    page.goto(f"/my/decisions/{found.pk}/")
    year.picture(page, "decision-with-stakeholders")
    answers_on_a_phone(year, RUTH, found)
    for place in found.responses.silent():
        decision.respond(found, by=place.membership.person, answer=Answer.CONSENT)
    found.refresh_from_db()
    assert (found.room, found.outcome, found.n_consent) == ("whole", Outcome.AGREED, len(PEERS) + 2)
    page = year.phone(RUTH)
    page.goto(f"/my/decisions/{found.pk}/")
    year.picture(page, "ministry-reads-the-outcome")


def nothing_of_the_peers_reaches(year, address):
    """All pages that somebody can reach by links from their own, and all their mails, calendar files included."""
    feed = reverse("spaces:feed", args=[make_feed(a_person(address))])
    page, seen, waiting = year.phone(address), {}, ["/my/", feed]
    while waiting:
        path = waiting.pop()
        answer = page.context.request.get(path)
        seen[path] = answer.text()
        waiting += sorted(set(LOCAL.findall(seen[path])) - seen.keys() - set(waiting))
    assert [path for path, text in seen.items() if SECRET in text] == []
    assert [mail["Subject"] for mail in year.letters.to(address) if SECRET in all_of(mail)] == []
    return seen


def all_of(mail):
    """Everything that somebody reads of a mail: its subject, its texts, its calendar file."""
    texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([mail["Subject"], *texts])


def the_group_goes_back(year):
    page = year.noa
    page.goto(f"{year.desk}/move/{Stage.CONSOLIDATED}/")
    year.picture(page, "the-way-back")
    fill(page, reason=f"כדי לדבר שוב בגלוי: {SECRET}הסיבה")
    press(page, "form .danger")
    year.picture(page, "group-went-back")
    assert year.space.stage == Stage.CONSOLIDATED
    assert [place.ended_at is not None for place in year.space.memberships.stakeholders()] == [True, True]


def the_ministry_is_thanked(year):
    work()
    assert SECRET not in all_of(year.letters.to(RUTH)[-1])
    page = year.phone(RUTH)
    assert page.goto(f"{year.mine}/").status == 404
    year.picture(page, "ministry-is-out")
    page.goto("/my/")
    year.picture(page, "ministry-home-afterwards")


def the_space_rests_for_the_summer(year):
    send(year.noa, f"{year.desk}/move/{Stage.PAUSED}/")
    year.picture(year.noa, "paused")
    page = year.phone(DANA)
    page.goto(f"{year.mine}/")
    year.picture(page, "paused-for-a-peer")
    year.on("2027-09-01")
    send(year.noa, f"{year.desk}/move/{Stage.CONSOLIDATED}/")
    assert year.space.stage == Stage.CONSOLIDATED
