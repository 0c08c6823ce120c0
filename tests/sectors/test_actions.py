import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from members.models import Person, Position
from sectors import actions, merging
from sectors.models import Field, Identifier, Organisation, Record, Review, Tie

from .desk import facilitator, organisation, record, tie
from .made import number

pytestmark = pytest.mark.django_db
FIRST, SECOND = number("58", 1), number("58", 2)


@pytest.fixture
def noa():
    return facilitator()


def suggested(name, digits=FIRST):
    return organisation(name, registry_number=digits, registry_state="suggested")


def verified(name, digits=FIRST):
    return organisation(name, registry_number=digits, registry_state="verified")


def state(one):
    one.refresh_from_db()
    return one.registry_number, one.registry_state


def conflict(one, digits=FIRST):
    return Review.objects.create(reason="number_conflict", organisation=one, detail=digits)


# --- Numbers ---


def test_a_confirmed_number_is_verified_and_its_confirmer_known(noa):
    one = suggested("גשר")
    actions.confirm_number(one, "58-000001-6", by=noa)
    assert state(one) == (FIRST, "verified")
    assert one.edited_by == noa


def test_confirming_for_one_takes_the_suggestion_from_the_others_for_good(noa):
    one, other = suggested("גשר"), suggested("בית")
    review = conflict(one)
    actions.confirm_number(other, FIRST, by=noa)
    assert (state(one), state(other)) == (("", ""), (FIRST, "verified"))
    remembered = Review.objects.get(reason="number_differs", organisation=one, detail=FIRST)
    review.refresh_from_db()
    assert [remembered.outcome, review.outcome, review.settled_by] == ["refused", "done", noa]


def test_a_number_verified_for_another_is_not_confirmed(noa):
    verified("גשר")
    one = suggested("בית")
    with pytest.raises(NotPossible, match="גשר holds this number already"):
        actions.confirm_number(one, FIRST, by=noa)
    assert state(one) == (FIRST, "suggested")


@pytest.mark.parametrize("text", ["580000017", "abc", ""])
def test_what_is_no_number_is_not_confirmed(noa, text):
    with pytest.raises(NotPossible):
        actions.confirm_number(organisation(), text, by=noa)


def test_a_refused_number_goes_and_closes_the_conflict_when_one_holder_is_left(noa):
    one, two, three = suggested("א"), suggested("ב"), suggested("ג")
    review = conflict(one)
    actions.refuse_number(two, by=noa)
    review.refresh_from_db()
    assert (state(two), review.settled_at) == (("", ""), None)
    actions.refuse_number(three, by=noa)
    review.refresh_from_db()
    assert (state(one), review.outcome) == ((FIRST, "suggested"), "done")


def test_no_number_cannot_be_refused(noa):
    with pytest.raises(NotPossible):
        actions.refuse_number(organisation(), by=noa)


def test_taking_the_number_of_a_source_settles_the_difference(noa):
    one = verified("גשר")
    review = Review.objects.create(reason="number_differs", organisation=one, detail=SECOND)
    actions.confirm_number(one, SECOND, by=noa)
    review.refresh_from_db()
    assert (state(one), review.outcome) == ((SECOND, "verified"), "done")


# --- Editing ---


def test_an_edited_name_stays_findable_under_the_old_one(noa):
    one = organisation("גשר")
    actions.edit(one, {"name_he": "גשר חדש", "name_en": "Bridge"}, by=noa)
    one.refresh_from_db()
    assert (one.names, one.edited_by) == (["גשר חדש", "Bridge", "גשר"], noa)
    actions.edit(one, {"name_he": "גשר"}, by=noa)
    one.refresh_from_db()
    assert one.names == ["גשר", "Bridge", "גשר חדש"]


def test_changing_the_sector_settles_the_question_of_it(noa):
    one = organisation()
    review = Review.objects.create(reason="sector_differs", organisation=one, detail="first")
    actions.edit(one, {"sector": "first", "kind": "ministry"}, by=noa)
    review.refresh_from_db()
    assert review.outcome == "done"


def test_keeping_things_as_they_are_settles_once(noa):
    review = conflict(organisation())
    actions.keep(review, by=noa)
    with pytest.raises(NotPossible):
        actions.keep(review, by=noa)


# --- Merging ---


@pytest.fixture
def merged(noa):
    """Two organisations with all that can hang on them, one of them merged into the other."""
    kept, gone = organisation("גשר"), suggested("גשר (ער)")
    ministry, school = organisation("משרד", sector="first", kind="ministry"), organisation("בית ספר")
    tie(ministry, kept, 100)
    tie(ministry, gone, 20, 3)
    tie(gone, school, 7)
    Identifier.objects.create(organisation=gone, value="GB-CHC-1")
    gone.fields.add(Field.objects.get(code="04"))
    Position.objects.create(person=Person.objects.create_user("dana@desk.example", "Dana"), organisation=gone)
    Review.objects.create(reason="maybe_same", organisation=kept, other=gone)
    merging.merge(kept, gone, by=noa)
    kept.refresh_from_db()
    return kept


def test_a_merge_moves_everything_to_the_one_that_is_kept(merged):
    assert not Organisation.objects.filter(name_he="גשר (ער)").exists()
    assert merged.names == ["גשר", "גשר (ער)"]
    assert state(merged) == (FIRST, "suggested")
    assert list(merged.identifiers.values_list("value", flat=True)) == ["GB-CHC-1"]
    assert list(merged.fields.values_list("code", flat=True)) == ["04"]
    assert Position.objects.get().organisation == merged


def test_a_merge_joins_the_ties(merged):
    into = Tie.objects.get(giver__name_he="משרד", receiver=merged)
    assert sorted(into.records.values_list("allocated", flat=True)) == [3, 20, 100]
    assert Tie.objects.filter(giver=merged, receiver__name_he="בית ספר").count() == 1
    assert (Tie.objects.count(), Record.objects.count()) == (2, 4)


def test_a_merge_is_remembered_and_its_question_settled(merged, noa):
    assert not Review.objects.filter(reason="maybe_same", outcome="").exists()
    memory = Review.objects.get(outcome="merged")
    assert (memory.organisation, memory.detail, memory.settled_by) == (merged, "גשר (ער)", noa)


def test_a_tie_between_the_two_becomes_a_tie_to_itself(noa):
    kept, gone = organisation("א"), organisation("ב")
    record(tie(gone, kept, 5), 6)
    merging.merge(kept, gone, by=noa)
    assert [(one.giver, one.receiver, one.records.count()) for one in Tie.objects.all()] == [(kept, kept, 2)]


def test_the_verified_number_wins_and_the_other_is_asked_about(noa):
    kept, gone = suggested("א", SECOND), verified("ב", FIRST)
    merging.merge(kept, gone, by=noa)
    assert state(kept) == (FIRST, "verified")
    assert Review.objects.get(settled_at=None).detail == SECOND


def test_two_verified_numbers_are_two_bodies(noa):
    with pytest.raises(NotPossible, match="two bodies"):
        merging.merge(verified("א", FIRST), verified("ב", SECOND), by=noa)
    assert Organisation.objects.count() == 2


def test_two_sectors_are_not_merged(noa):
    with pytest.raises(NotPossible, match="different sectors"):
        merging.merge(organisation("א"), organisation("ב", sector="first", kind="ministry"), by=noa)


def test_what_is_gone_or_the_same_is_not_merged(noa):
    one, gone = organisation("א"), organisation("ב")
    merging.merge(one, gone, by=noa)
    for other in (gone, one):
        with pytest.raises(NotPossible):
            merging.merge(one, other, by=noa)


def test_a_merge_settles_the_conflict_that_it_ends(noa):
    kept, gone = suggested("א"), suggested("ב")
    review = conflict(kept)
    merging.merge(kept, gone, by=noa)
    review.refresh_from_db()
    assert review.outcome == "done"


def test_answers_given_about_the_one_that_goes_hold_for_the_one_that_is_kept(noa):
    kept, gone, third = organisation("א"), organisation("ב"), organisation("ג")
    Review.objects.create(
        reason="maybe_same", organisation=gone, other=third, settled_at=timezone.now(), outcome="kept"
    )
    Review.objects.create(reason="number_differs", organisation=gone, detail=FIRST, settled_at=timezone.now())
    merging.merge(kept, gone, by=noa)
    assert Review.objects.filter(organisation=kept, other=third, outcome="kept").count() == 1
    assert Review.objects.filter(organisation=kept, detail=FIRST).count() == 1


def test_the_same_question_about_both_is_asked_once(noa):
    kept, gone, third = organisation("א"), organisation("ב"), organisation("ג")
    for one in (kept, gone):
        Review.objects.create(reason="maybe_same", organisation=one, other=third)
        Review.objects.create(reason="sector_differs", organisation=one, detail="first")
    merging.merge(kept, gone, by=noa)
    assert sorted(Review.objects.filter(settled_at=None).values_list("reason", flat=True)) == [
        "maybe_same",
        "sector_differs",
    ]


def test_the_next_import_finds_the_merged_one_under_its_other_name(noa, run, file):
    from .made import csv_text, support

    path = file(csv_text(support("גשר (ער)"), support("גשר")))
    run("import_grants", path)
    review = Review.objects.get(reason="maybe_same")
    merging.merge(review.organisation, review.other, by=noa)
    report = run("import_grants", path)
    assert [report[name] for name in ("created", "updated", "recipients")] == [0, 0, 2]
    assert Organisation.objects.filter(sector="third").count() == 1
