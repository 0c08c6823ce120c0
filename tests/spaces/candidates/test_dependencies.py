"""What a peer writes about dependencies: theirs alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from sectors.merging import merge
from sectors.models import Sector, Tie
from spaces.actions import dependency, membership
from spaces.actions.space import move_space
from spaces.insights import dependencies as insights
from spaces.models import DependencySheet, Message
from spaces.models.dependency import MOST_LINES, Tied, not_asked
from spaces.models.room import Room
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return w.consolidated()


def at(space):
    return reverse("spaces:dependencies", args=[space.pk])


def place_of(space, name):
    return space.memberships.present().get(person=w.a_person(name))


def names_of(place):
    return [(line.kind, line.name) for line in insights.lines_of(place)]


def write(client, space, who, **given):
    client.force_login(w.a_person(who))
    until = timezone.localdate() + timedelta(days=30)
    return client.post(at(space), {"kind": "funds", "name": "The fund", "until": until.isoformat()} | given)


def test_every_active_peer_is_asked_once_and_the_mail_says_only_that_a_question_waits(space):
    assert dependency.ask_all(space, by=w.noa()) == 3
    assert dependency.ask_all(space, by=w.noa()) == 0
    mails = Message.objects.filter(kind="dependencies")
    assert set(mails.values_list("address", flat=True)) == {f"{one}@world.example" for one in ("dana", "avi", "michal")}
    assert not not_asked(space).exists()


def test_somebody_who_joins_later_is_asked_when_the_facilitator_asks_again(space):
    dependency.ask_all(space, by=w.noa())
    raed = w.joined(space, "raed")
    assert list(not_asked(space)) == [raed]
    assert insights.asked_in(space) == insights.Asked(peers=4, not_asked=1, answered=0)
    assert dependency.ask_all(space, by=w.noa()) == 1


def test_what_was_asked_half_a_year_ago_is_asked_anew(space):
    dependency.ask_all(space, by=w.noa())
    DependencySheet.objects.update(asked_at=timezone.now() - dependency.AGAIN)
    assert dependency.ask_all(space, by=w.noa()) == 3


def test_only_the_facilitator_asks_and_not_in_a_space_that_rests(space):
    with pytest.raises(Forbidden):
        dependency.ask_all(space, by=w.a_person("dana"))
    move_space(space, Stage.PAUSED, by=w.noa())
    with pytest.raises(NotPossible, match="rests"):
        dependency.ask_all(space, by=w.noa())


def test_one_writes_for_oneself(space):
    for who in (w.noa(), w.a_person("avi"), w.omer(), None):
        with pytest.raises(Forbidden):
            dependency.save(place_of(space, "dana"), by=who, lines=[])
    with pytest.raises(Forbidden):
        dependency.save(place_of(space, "noa"), by=w.noa(), lines=[])


def test_a_line_is_kept_changed_and_taken_away(client, space):
    assert write(client, space, "dana").status_code == 302
    assert names_of(place_of(space, "dana")) == [("funds", "The fund")]
    page = client.get(at(space))
    assert "The fund" in page.text
    (line,) = insights.lines_of(place_of(space, "dana"))
    client.post(at(space), {"remove": line.key})
    assert names_of(place_of(space, "dana")) == []


def test_the_same_line_twice_is_one_with_the_later_end(client, space):
    later = timezone.localdate() + timedelta(days=90)
    for until in (timezone.localdate() + timedelta(days=9), later):
        write(client, space, "dana", until=until.isoformat())
    assert [line.until for line in insights.lines_of(place_of(space, "dana"))] == [later]


def test_a_name_is_looked_up_on_the_map_and_kept_with_its_number(client, space):
    ministry = w.the_ministry()
    page = write(client, space, "dana", name="משרד הבריאות", look="yes")
    assert f'value="{ministry.pk}"' in page.text
    assert names_of(place_of(space, "dana")) == []
    write(client, space, "dana", name="משרד הבריאות", organisation=ministry.pk)
    assert [line.organisation for line in insights.lines_of(place_of(space, "dana"))] == [ministry.pk]


@pytest.mark.parametrize(
    "given",
    [{"until": "1999-01-01"}, {"until": "soon"}, {"until": "2999-01-01"}, {"name": ""}, {"name": "x" * 151},
     {"kind": "loves"}, {"organisation": "12345"}, {"organisation": "x"}, {"name": "a\x00b"}],
)  # fmt: skip
def test_what_makes_no_sense_is_said_beside_the_field_and_nothing_is_kept(client, space, given):
    page = write(client, space, "dana", **given)
    assert (page.status_code, names_of(place_of(space, "dana"))) == (200, [])
    assert "Please look at this again" in page.text


@pytest.mark.parametrize("given", [{"remove": "nothing"}, {"remove": ""}, {"confirm": "x"}])
def test_odd_verbs_do_nothing(client, space, given):
    w.depends_on(space, "dana", w.a_line("The fund"))
    client.force_login(w.a_person("dana"))
    assert client.post(at(space), given).status_code == 302
    assert names_of(place_of(space, "dana")) == [("funds", "The fund")]


def test_a_sheet_holds_so_many_lines_and_says_so(client, space):
    place = w.depends_on(space, "dana", *[w.a_line(f"Body {number}") for number in range(MOST_LINES)])
    assert "Take one away first" in write(client, space, "dana").text
    with pytest.raises(NotPossible, match="longer than a sheet"):
        dependency.save(place, by=place.person, lines=[w.a_line("ש" * 150) for _number in range(MOST_LINES)])


def test_a_line_drops_out_by_itself_when_its_day_has_passed(space):
    place = w.depends_on(space, "dana", w.a_line("Over", until=timezone.localdate() - timedelta(days=1)))
    assert names_of(place) == []
    w.depends_on(space, "dana", w.a_line("Today", until=timezone.localdate()))
    assert names_of(place) == [("funds", "Today")]


def test_none_is_an_answer_too_and_what_was_asked_waits_no_more(client, space):
    dependency.ask_all(space, by=w.noa())
    client.force_login(w.a_person("dana"))
    assert "A private question" in client.get(reverse("spaces:my")).text
    client.post(at(space), {"confirm": "yes"})
    assert "A private question" not in client.get(reverse("spaces:my")).text
    assert insights.asked_in(space).answered == 1


def test_nobody_else_has_the_page(client, space):
    raed_invited = w.answering.accept(w.invited(space, "raed")).person
    for person in (w.noa(), w.omer(), raed_invited):
        client.force_login(person)
        assert client.get(at(space)).status_code == 404


def test_public_ties_are_suggested_in_both_directions_and_taken_over_by_one_tap(client, space):
    mine = place_of(space, "dana").organisation
    fund, state = w.an_organisation("קרן"), w.the_ministry()
    buyer, helped = w.an_organisation("עירייה", Sector.FIRST, "authority"), w.an_organisation("עמותה קטנה")
    Tie.objects.create(kind=Tie.Kind.FUNDS, giver=fund, receiver=mine)
    Tie.objects.create(kind=Tie.Kind.REGULATES, giver=state, receiver=mine)
    Tie.objects.create(kind=Tie.Kind.BUYS, giver=buyer, receiver=mine)
    Tie.objects.create(kind=Tie.Kind.FUNDS, giver=mine, receiver=helped)
    Tie.objects.create(kind=Tie.Kind.FUNDS, giver=mine, receiver=mine)
    dana = place_of(space, "dana")
    found = insights.suggestions(dana, [])
    assert {(one.name, one.kind) for one in found} == {
        ("קרן", Tied.FUNDS), (state.name, Tied.REGULATES), ("עירייה", Tied.SUPPLIED), ("עמותה קטנה", Tied.OTHER)
    }  # fmt: skip
    client.force_login(w.a_person("dana"))
    client.post(at(space), {"take": fund.pk})
    assert names_of(dana) == [("funds", "קרן")]
    assert "קרן" not in [one.name for one in insights.suggestions(dana, insights.lines_of(dana))]
    for odd in (w.an_organisation("זר").pk, "x", ""):
        assert client.post(at(space), {"take": odd}).status_code == 404
    client.force_login(w.a_person("avi"))
    assert "קרן" not in client.get(at(space)).text


def test_the_member_is_warned_of_bodies_whose_people_read(space):
    w.with_evidence(space)
    space = move_space(space, Stage.CROSS_SECTOR, by=w.noa())
    dana = w.depends_on(space, "dana", w.a_line("", organisation=w.the_ministry()), w.a_line("Nobody's fund"))
    assert insights.bodies_reading(dana, Room.WHOLE) == []
    ruth = w.ruth_joined(space)
    assert insights.bodies_reading(dana, Room.WHOLE) == ["משרד הבריאות"]
    assert insights.bodies_reading(dana, Room.PEERS) == []
    assert insights.bodies_reading(place_of(space, "avi"), Room.WHOLE) == []
    membership.end(ruth, by=w.noa())
    assert insights.bodies_reading(dana, Room.WHOLE) == []


def test_the_warning_stands_before_the_words_are_written_and_only_for_whom_it_is(client, space):
    w.with_evidence(space)
    space = move_space(space, Stage.CROSS_SECTOR, by=w.noa())
    ruth = w.ruth_joined(space)
    w.depends_on(space, "dana", w.a_line("", organisation=w.the_ministry()))
    pages = {}
    for person in (w.a_person("dana"), w.a_person("avi"), ruth.person, w.noa()):
        client.force_login(person)
        pages[person.email.partition("@")[0]] = client.get(reverse("spaces:post_new", args=[space.pk])).text
    assert "people of משרד הבריאות read what you write" in pages.pop("dana")
    assert ["you depend on them" in page for page in pages.values()] == [False] * 3


def test_sector_is_not_power_a_peer_may_be_depended_on_as_well(space):
    dana = w.depends_on(space, "dana", w.a_line("בית חם"))
    assert insights.bodies_reading(dana, Room.PEERS) == ["בית חם"]


def test_a_body_is_recognised_after_two_were_merged(space):
    gone = w.an_organisation("משרד הבריאות לשעבר", Sector.FIRST, "ministry")
    w.with_evidence(space)
    space = move_space(space, Stage.CROSS_SECTOR, by=w.noa())
    w.ruth_joined(space)
    dana = w.depends_on(space, "dana", w.a_line("", organisation=gone))
    merge(w.the_ministry(), gone, by=w.noa())
    assert insights.bodies_reading(dana, Room.WHOLE) == ["משרד הבריאות"]


FIRST = "You can object without your name."


def answering_page(client, name, asked):
    client.force_login(w.a_person(name))
    return client.get(reverse("spaces:decision", args=[asked.pk])).text


def test_whoever_depends_on_a_candidates_body_is_offered_the_facilitators_way_first(client, space):
    w.depends_on(space, "dana", w.a_line("", organisation=w.the_ministry()))
    found = w.window_over(w.put_forward(space))
    closes = timezone.now() + timedelta(days=3)
    asked = w.candidacy.ask_group(space, [found], by=w.noa(), closes_at=closes)
    page = answering_page(client, "dana", asked)
    assert FIRST in page
    assert page.index("Confide it to the facilitator") < page.index("I consent")
    page = answering_page(client, "avi", asked)
    assert FIRST not in page
    assert page.index("I consent") < page.index("Confide it to the facilitator")


def test_on_another_matter_nobody_is_reminded_of_what_they_wrote(client, space):
    w.depends_on(space, "dana", w.a_line("", organisation=w.the_ministry()))
    closes = timezone.now() + timedelta(days=3)
    asked = w.decision.open_decision(space, by=w.noa(), title="Meet?", proposal="Yes", closes_at=closes)
    assert FIRST not in answering_page(client, "dana", asked)


def test_nothing_is_left_when_the_membership_ends_or_the_space_closes(space):
    dana = w.depends_on(space, "dana", w.a_line("The fund"))
    membership.end(dana, by=dana.person)
    assert not DependencySheet.objects.filter(membership=dana).exists()
    assert DependencySheet.objects.count() == 2
    move_space(space, Stage.CLOSED, by=w.noa())
    assert DependencySheet.objects.count() == 0


def test_a_key_that_is_gone_opens_the_page_and_destroys_nothing(client, space, settings):
    w.depends_on(space, "dana", w.a_line("The fund"))
    old = settings.PRIVATE_KEYS
    settings.PRIVATE_KEYS = ["bm90aGluZyBpcyBoZXJlIHRvIGJlIHNlZW4gYXQgYWw="]
    w.depends_on(space, "avi", w.a_line("Another"))
    client.force_login(w.a_person("dana"))
    assert client.get(at(space)).status_code == 200
    assert "its key is missing" in write(client, space, "dana").text
    settings.PRIVATE_KEYS = [*settings.PRIVATE_KEYS, *old]
    assert names_of(place_of(space, "dana")) == [("funds", "The fund")]
