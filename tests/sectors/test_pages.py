"""The desk's pages on the map: what they show, to whom, with how many queries."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Person
from sectors.models import Identifier, Organisation, Review

from .desk import facilitator, organisation, record, tie
from .made import number

pytestmark = pytest.mark.django_db
NUMBER = number("58", 1)


@pytest.fixture
def desk(client):
    client.force_login(facilitator())
    return client


def page(client, name, *args, **query):
    return client.get(reverse(f"sectors:{name}", args=args), query)


def text_of(response):
    return response.content.decode()


def every_page():
    one, other = organisation("גשר"), organisation("בית")
    Review.objects.create(reason="maybe_same", organisation=one, other=other)
    pages = [("organisations",), ("new",), ("reviews",), ("merge", one.pk, other.pk)]
    return pages + [(name, one.pk) for name in ("organisation", "edit", "gives", "receives", "number")]


def test_the_map_exists_for_facilitators_and_staff_only(client):
    pages = every_page()
    somebody = Person.objects.create_user("omer@desk.example", "Omer")
    for given, status in (
        ({}, 404),
        ({"is_facilitator": True}, 200),
        ({"is_facilitator": False, "is_staff": True}, 200),
    ):
        Person.objects.filter(pk=somebody.pk).update(**given)
        client.force_login(somebody)
        assert [page(client, *one).status_code for one in pages] == [status] * len(pages)


def test_nobody_comes_in_without_signing_in(client):
    answers = [page(client, *one) for one in every_page()]
    assert all(answer.status_code == 302 and "/accounts/login/" in answer.url for answer in answers)


def test_writing_addresses_refuse_others_and_mere_looking(client, desk):
    one = organisation(registry_number=NUMBER, registry_state="suggested")
    review = Review.objects.create(reason="number_conflict", organisation=one, detail=NUMBER)
    writing = [reverse("sectors:keep", args=[review.pk]), reverse("sectors:refuse_number", args=[one.pk])]
    assert [desk.get(address).status_code for address in writing] == [405, 405]
    client.force_login(Person.objects.create_user("omer@desk.example", "Omer"))
    assert [client.post(address).status_code for address in writing] == [404, 404]
    assert Organisation.objects.get().registry_number == NUMBER


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_every_page_speaks_the_readers_language(client, language):
    client.force_login(facilitator(language))
    for one in every_page():
        answer = page(client, *one)
        assert f'lang="{language}"' in text_of(answer)


def test_what_is_not_there_is_not_found(desk):
    for pk in (1, 9_223_372_036_854_775_807, 10**40):
        assert [page(desk, name, pk).status_code for name in ("organisation", "edit", "gives", "number")] == [404] * 4
        assert page(desk, "merge", pk, organisation().pk).status_code == 404


# --- The list ---


def test_the_list_is_narrowed_by_text_sector_and_kind(desk):
    organisation("קרן אור", kind="foundation")
    organisation('משרד רוה"מ', sector="first", kind="ministry")
    for query, names in (
        ({"q": 'קרן אור (ע"ר)'}, ["קרן אור"]),
        ({"q": "ראש הממשלה"}, ['משרד רוה"מ']),
        ({"sector": "first"}, ['משרד רוה"מ']),
        ({"kind": "foundation", "sector": "third"}, ["קרן אור"]),
        ({"kind": "foundation", "sector": "first"}, []),
        ({"q": "ר" * 5000}, []),
        ({"q": "\0", "kind": "no such kind", "after": "x"}, ['משרד רוה"מ', "קרן אור"]),
    ):
        assert [one.name for one in page(desk, "organisations", **query).context["rows"]] == names


def test_the_list_says_when_it_is_empty_and_when_nothing_is_found(desk):
    assert "The map is empty" in text_of(page(desk, "organisations"))
    assert "No organisation is like that" in text_of(page(desk, "organisations", q="אין"))


@pytest.mark.parametrize("query", [{}, {"q": "עמותה"}, {"sector": "third"}])
def test_page_follows_page_without_gap_or_repeat(desk, query):
    wanted = [organisation(f"עמותה {serial % 60:03}").name for serial in range(120)]
    names, address = [], reverse("sectors:organisations") + "?" + "&".join(f"{k}={v}" for k, v in query.items())
    while address:
        answer = desk.get(address)
        names += [one.name for one in answer.context["rows"]]
        address = answer.context["more"] and reverse("sectors:organisations") + answer.context["more"]
    assert names == sorted(wanted)


# --- One organisation ---


def test_an_organisation_shows_its_ties_both_ways_with_sums_and_source(desk):
    ministry, bridge, school = (
        organisation("משרד", sector="first", kind="ministry"),
        organisation("גשר"),
        organisation("ספר"),
    )
    into = tie(ministry, bridge, 1000, 234)
    record(into, 5, period="2020")
    tie(bridge, school, 77)
    shown = text_of(page(desk, "organisation", bridge.pk))
    for words in ("1,234 ILS", "5 ILS", "77 ILS", "Made up", "2019", "2020", "משרד", "ספר", "first sector"):
        assert words in shown


def test_the_largest_ties_stand_first_and_all_on_their_own_pages(desk):
    ministry = organisation("משרד", sector="first", kind="ministry")
    for amount in range(60):
        tie(ministry, organisation(f"עמותה {amount}"), amount)
    side = page(desk, "organisation", ministry.pk).context["sides"][0]
    assert [line.other.name for line in side["lines"]] == [f"עמותה {amount}" for amount in range(59, 49, -1)]
    first = page(desk, "gives", ministry.pk)
    second = desk.get(reverse("sectors:gives", args=[ministry.pk]) + first.context["more"])
    lines = first.context["lines"] + second.context["lines"]
    assert [line.other.name for line in lines] == [f"עמותה {amount}" for amount in range(59, -1, -1)]
    assert second.context["more"] == ""


def test_a_suggested_number_is_confirmed_or_taken_away(desk):
    one = organisation(registry_number=NUMBER, registry_state="suggested")
    other = organisation("בית", registry_number=NUMBER, registry_state="suggested")
    assert "בית" in text_of(page(desk, "number", one.pk))
    answer = desk.post(reverse("sectors:number", args=[one.pk]), {"number": NUMBER}, follow=True)
    assert "The number is confirmed." in text_of(answer)
    desk.post(reverse("sectors:refuse_number", args=[one.pk]))
    states = Organisation.objects.order_by("id").values_list("registry_number", "registry_state")
    assert list(states) == [("", ""), ("", "")]
    assert Review.objects.filter(organisation__in=[one, other], outcome="refused").count() == 2


def test_a_wrong_number_is_refused_where_the_person_stands(desk):
    address = reverse("sectors:number", args=[organisation().pk])
    answer = desk.post(
        address, {"number": "580000017"}, headers={"referer": f"http://testserver{address}"}, follow=True
    )
    assert (answer.status_code, answer.redirect_chain[0][0].endswith(address)) == (200, True)
    assert "check digit" in text_of(answer)
    assert desk.post(address, {"number": ""}).status_code == 422


def test_an_organisation_is_written_down_and_edited(desk):
    desk.post(reverse("sectors:new"), {"name_he": "גשר", "sector": "third", "kind": "informal"})
    one = Organisation.objects.get()
    desk.post(reverse("sectors:edit", args=[one.pk]), {"name_he": "גשר חדש", "sector": "third", "kind": "association"})
    one.refresh_from_db()
    assert (one.names, one.kind, one.edited_by.name) == (["גשר חדש", "גשר"], "association", "Noa Barak")


@pytest.mark.parametrize("values", [
    {"sector": "third", "kind": "informal"},
    {"name_he": "גשר", "sector": "third", "kind": "ministry"},
    {"name_he": "גשר", "sector": "fourth", "kind": "informal"},
    {"name_he": "\0", "sector": "third", "kind": "informal"},
    {"name_he": "א" * 251, "sector": "third", "kind": "informal"},
])  # fmt: skip
def test_what_makes_no_sense_is_not_written_down(desk, values):
    assert desk.post(reverse("sectors:new"), values).status_code == 422
    assert not Organisation.objects.exists()


# --- The queue ---


def test_the_queue_shows_each_question_with_its_answers(desk):
    one, other = organisation("גשר", registry_number=NUMBER, registry_state="suggested"), organisation("בית")
    third = organisation("נהר", registry_number=NUMBER, registry_state="suggested")
    Review.objects.create(reason="number_conflict", organisation=one, detail=NUMBER)
    Review.objects.create(reason="number_differs", organisation=other, detail=NUMBER)
    Review.objects.create(reason="sector_differs", organisation=other, detail="first")
    Review.objects.create(reason="maybe_same", organisation=one, other=other)
    shown = text_of(page(desk, "reviews"))
    for address in (
        reverse("sectors:number", args=[third.pk]),
        reverse("sectors:number", args=[other.pk]) + f"?number={NUMBER}",
        reverse("sectors:edit", args=[other.pk]),
        reverse("sectors:merge", args=[one.pk, other.pk]),
        reverse("sectors:merge", args=[one.pk, third.pk]),
    ):
        assert f'"{address}"' in shown
    assert [review.reason for review in page(desk, "reviews", reason="maybe_same").context["reviews"]] == ["maybe_same"]


def test_not_the_same_settles_and_merge_makes_one(desk):
    one, other, third = organisation("א"), organisation("ב"), organisation("ג")
    review = Review.objects.create(reason="maybe_same", organisation=one, other=other)
    desk.post(reverse("sectors:keep", args=[review.pk]))
    review.refresh_from_db()
    assert review.outcome == "kept"
    address = reverse("sectors:merge", args=[one.pk, third.pk])
    assert [desk.post(address, given).status_code for given in ({}, {"keep": other.pk})] == [422, 422]
    desk.post(address, {"keep": third.pk})
    assert sorted(Organisation.objects.values_list("name_he", flat=True)) == ["ב", "ג"]
    assert "merged" in text_of(page(desk, "organisation", third.pk))


def test_a_settled_question_waits_no_more(desk):
    Review.objects.create(
        reason="sector_differs", organisation=organisation(), detail="first", settled_at=timezone.now()
    )
    assert "Nothing waits here" in text_of(page(desk, "reviews"))


# --- Queries ---


def fill(many):
    """As much of everything as `many`, around one organisation in the middle."""
    middle = organisation("אמצע", registry_number=NUMBER, registry_state="suggested")
    for serial in range(many):
        around = organisation(f"גשר {serial}", registry_number=NUMBER, registry_state="suggested", other_names=["x"])
        Identifier.objects.create(organisation=around, value=f"made-{serial}")
        Identifier.objects.create(organisation=middle, value=f"middle-{serial}")
        tie(middle, around, 1, 2)
        tie(around, middle, 3)
        Review.objects.create(reason="maybe_same", organisation=middle, other=around)
        Review.objects.create(reason="number_differs", organisation=middle, detail=str(serial))
        Review.objects.create(
            reason="sector_differs", organisation=middle, detail=str(serial), settled_at=timezone.now(), settled_by=None
        )
    Review.objects.create(reason="number_conflict", organisation=middle, detail=NUMBER)
    return middle


PAGES = [
    ("organisations", False), ("reviews", False), ("organisation", True), ("gives", True), ("receives", True),
    ("edit", True), ("number", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "of_one"), PAGES)
def test_a_page_asks_as_many_questions_for_three_as_for_one(desk, name, of_one):
    counts = []
    for many in (1, 3):
        with transaction.atomic():
            middle = fill(many)
            with CaptureQueriesContext(connection) as asked:
                assert page(desk, name, *([middle.pk] if of_one else [])).status_code == 200
            counts.append(len(asked))
            transaction.set_rollback(True)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["?", "((", "—", "\x00", "״"])
def test_words_without_a_letter_are_no_error(desk, text):
    one = organisation("גשר")
    assert page(desk, "organisations", q=text).status_code == 200
    assert page(desk, "number", one.pk, number=text).status_code == 200
