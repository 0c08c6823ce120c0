import pytest
from django.utils import timezone

from sectors.models import Field, Organisation, Place, Review

from .made import REGISTRY_TITLES, association, csv_text, number, support, workbook

TITLES = ["name", "guidestar_url", "registration_number", "purpose", "city"]


def recipients(*rows):
    return csv_text(TITLES, *([name, "", digits, "", "חיפה"] for name, digits in rows))


def registry(*rows):
    return csv_text(REGISTRY_TITLES, *rows)


def changes(report):
    return [report[name] for name in ("created", "updated", "unchanged", "suggested")]


def of(name):
    return Organisation.objects.get(name_he=name)


# --- Recipients: numbers found by a search ---


def test_a_recipients_number_is_suggested_and_a_second_import_changes_nothing(run, file):
    path = file(recipients(("עמותת הגשר", number("58", 1)), ("בית חם", "")))
    assert changes(run("import_organisations", path)) == [2, 0, 0, 1]
    assert changes(run("import_organisations", path)) == [0, 0, 2, 1]
    bridge = of("עמותת הגשר")
    assert (bridge.registry_number, bridge.registry_state) == (number("58", 1), "suggested")
    assert (bridge.sector, bridge.kind, bridge.place.name) == ("third", "association", "חיפה")
    assert bridge.source == "Israel, recipients of support"
    assert bridge.source_date == timezone.localdate()


def test_recipients_complete_the_organisations_that_support_made(run, file):
    run("import_grants", file(csv_text(support("עמותת הגשר"))))
    report = run("import_organisations", file(recipients(("עמותת הגשר", number("58", 1)))))
    assert changes(report) == [0, 1, 0, 1]
    assert (of("עמותת הגשר").kind, of("עמותת הגשר").ties_in.count()) == ("association", 1)


def test_a_number_on_several_names_is_kept_as_suggested_and_reviewed_once(run, file):
    path = file(recipients(*((name, number("58", 1)) for name in ("גשר", "בית", "נהר"))))
    for _ in range(2):
        report = run("import_organisations", path)
        assert (report["suggested"], report["reviews"], report["rejected"]) == (3, {"number_conflict": 1}, [])
    review = Review.objects.get()
    assert (review.reason, review.detail, review.organisation) == ("number_conflict", number("58", 1), of("גשר"))


def test_a_second_number_for_a_name_is_reviewed_and_overwrites_nothing(run, file):
    report = run("import_organisations", file(recipients(("גשר", number("58", 1)), ("גשר", number("58", 2)))))
    assert (report["suggested"], report["reviews"]) == (1, {"number_differs": 1})
    assert of("גשר").registry_number == number("58", 1)


def test_a_number_verified_elsewhere_is_reviewed_on_its_holder(run, file):
    run("import_organisations", file(registry(association(1, "עמותת הגשר"))))
    report = run("import_organisations", file(recipients(("משהו אחר", number("58", 1)))))
    assert (report["suggested"], report["reviews"]) == (1, {})
    review = Review.objects.get()
    assert (review.reason, review.organisation) == ("number_conflict", of("עמותת הגשר"))


@pytest.mark.parametrize("bad", ["580000017", "12", "abc", "5800000160"])
def test_a_wrong_number_is_reported_and_the_organisation_kept(run, file, bad):
    report = run("import_organisations", file(recipients(("גשר", bad))))
    assert [(entry["line"], entry["field"]) for entry in report["rejected"]] == [(2, "registration_number")]
    assert changes(report) == [1, 0, 0, 0]


def test_an_organisation_without_a_place_gets_none(run, file):
    path = file(csv_text(TITLES, ["גשר", "", "", "", "חיפה"], ["בית", "", "", "", ""]))
    assert [changes(run("import_organisations", path)) for _ in range(2)] == [[2, 0, 0, 0], [0, 0, 2, 0]]
    assert of("בית").place is None


def test_a_line_that_repeats_another_is_left_out(run, file):
    report = run("import_organisations", file(recipients(("גשר", ""), ("גשר", ""))))
    assert [(entry["line"], entry["field"]) for entry in report["rejected"]] == [(3, "name")]
    assert report["organisations"] == 1


def test_titles_may_stand_in_any_order_and_in_a_workbook(run, file):
    rows = [["city", "registration_number", "name"], ["חיפה", int(number("58", 1)), "גשר"], [None, None, "בית"]]
    assert changes(run("import_organisations", file(workbook(rows), "file.xlsx"))) == [2, 0, 0, 1]


# --- Public bodies ---


def bodies(*rows):
    return csv_text(*([kind, name, digits, "הרצל", "1", "חיפה", "0"] for kind, name, digits in rows))


def test_public_bodies_are_first_sector_with_verified_numbers(run, file):
    path = file(bodies(
        ("government_office", "משרד החינוך/חשבות", number("50", 1)),
        ("municipality", "מ. מ. שעב", number("50", 2)),
        ("conurbation", "איגוד ערים", number("50", 3)),
        ("religion_service", "מ. ד. עכו", number("50", 4)),
        ("something new", "יד", number("50", 5)),
    ))  # fmt: skip
    assert changes(run("import_organisations", path)) == [5, 0, 0, 0]
    assert changes(run("import_organisations", path)) == [0, 0, 5, 0]
    found = Organisation.objects.order_by("id").values_list("sector", "kind", "registry_state")
    assert list(found) == [
        ("first", kind, "verified") for kind in ("ministry", "authority", "authority", "public_body", "public_body")
    ]


def test_a_public_number_that_stands_twice_is_reported(run, file):
    path = file(bodies(("municipality", "עירית א", number("50", 1)), ("municipality", "עירית ב", number("50", 1))))
    report = run("import_organisations", path)
    assert report["rejected"] == [{"line": 2, "field": "number", "what": "the same stands on line 1 already"}]


def test_a_public_number_for_a_name_already_on_the_map_is_only_suggested(run, file):
    run("import_grants", file(csv_text(support("גשר", "משרד החינוך"))))
    path = file(bodies(("government_office", "משרד החינוך", number("50", 1))))
    assert changes(run("import_organisations", path)) == [0, 1, 0, 1]
    assert changes(run("import_organisations", path)) == [0, 0, 1, 1]


def test_a_public_body_that_the_map_holds_as_social_is_a_question_of_sector(run, file):
    run("import_grants", file(csv_text(support("יד לבנים"))))
    report = run("import_organisations", file(bodies(("law_mandated_organization", "יד לבנים", number("50", 1)))))
    assert report["reviews"] == {"sector_differs": 1}
    assert of("יד לבנים").sector == "third"


# --- The registry's export ---


@pytest.mark.parametrize("encoding", ["windows-1255", "utf-8", "utf-8-sig"])
def test_a_registry_export_writes_a_tilde_for_a_quote_mark(run, file, encoding):
    path = file(registry(association(1, "עמותת ע~ש כהן (ע~ר)", "Cohen Society")).encode(encoding))
    assert changes(run("import_organisations", path)) == [1, 0, 0, 0]
    assert changes(run("import_organisations", path)) == [0, 0, 1, 0]
    one = of('עמותת ע"ש כהן (ע"ר)')
    assert (one.name_en, one.registry_number, one.registry_state) == ("Cohen Society", number("58", 1), "verified")
    assert [field.name_he for field in one.fields.all()] == ["רווחה"]
    assert one.place == Place.objects.get(name_he="חיפה")


def test_a_registry_row_without_a_number_is_left_out(run, file):
    report = run("import_organisations", file(registry(association(1, "גשר", number=""), association(2, "בית"))))
    assert [(entry["line"], entry["field"]) for entry in report["rejected"]] == [(2, "number")]
    assert report["created"] == 1


def test_a_new_name_for_a_verified_number_is_kept_beside_the_old(run, file):
    run("import_organisations", file(registry(association(1, "גשר"))))
    report = run("import_organisations", file(registry(association(1, "גשר החדש"))))
    assert changes(report) == [0, 1, 0, 0]
    assert of("גשר").names == ["גשר", "גשר החדש"]


def test_two_associations_of_one_name_are_two_and_not_offered_as_one(run, file):
    report = run("import_organisations", file(registry(association(1, "גשר"), association(2, "גשר"))))
    assert (report["created"], report["reviews"]) == (2, {})


def test_the_registers_spelling_of_a_cut_name_is_offered_for_merging(run, file):
    run("import_grants", file(csv_text(support("המרכז הישראלי לתרבות ואמנות בגליל ה"))))
    report = run(
        "import_organisations", file(registry(association(1, "המרכז הישראלי לתרבות ואמנות בגליל העליון (ע~ר)")))
    )
    assert (report["created"], report["reviews"]) == (1, {"maybe_same": 1})
    assert Organisation.objects.filter(sector="third").count() == 2


def test_an_export_of_companies_is_business_but_for_the_public_good_and_the_states(run, file):
    titles = ["מספר חברה", "שם חברה", "סוג תאגיד", "חברה ממשלתית", "שם עיר"]
    run("import_organisations", file(csv_text(
        titles,
        [number("51", 1), "מפעלי הגליל בע~מ", "חברה פרטית", "לא", "חיפה"],
        [number("51", 2), "תיאטרון הגליל (חל~צ)", "חברה פרטית", "לא", "חיפה"],
        [number("52", 3), "מקורות המדינה בע~מ", "חברה ציבורית", "חברה ממשלתית", "חיפה"],
    )))  # fmt: skip
    found = Organisation.objects.order_by("id").values_list("sector", "kind")
    assert list(found) == [("second", "business"), ("third", "benefit_company"), ("first", "public_body")]


def test_the_portals_json_answer_is_read_too(run, file):
    answer = {"result": {"records": [dict(zip(REGISTRY_TITLES, association(1, "גשר (ע~ר)"), strict=True))]}}
    import json

    assert changes(run("import_organisations", file(json.dumps(answer), "file.json"))) == [1, 0, 0, 0]


# --- Never over a person ---


def test_an_import_never_fills_in_what_a_person_has_looked_at(run, file):
    run("import_organisations", file(recipients(("גשר", ""))))
    Organisation.objects.update(
        place=None, kind="informal", name_he="גשר של אנשים", other_names=["גשר"], edited_at=timezone.now()
    )
    report = run("import_organisations", file(recipients(("גשר", ""))))
    one = Organisation.objects.get()
    assert changes(report) == [0, 0, 1, 0]
    assert (one.name_he, one.place, one.kind) == ("גשר של אנשים", None, "informal")


def test_a_number_that_a_person_took_away_is_not_suggested_again(run, file):
    path = file(recipients(("גשר", number("58", 1))))
    run("import_organisations", path)
    Organisation.objects.update(registry_number="", registry_state="")
    Review.objects.create(
        reason="number_differs", organisation=of("גשר"), detail=number("58", 1), settled_at=timezone.now()
    )
    assert changes(run("import_organisations", path)) == [0, 0, 1, 0]
    assert of("גשר").registry_number == ""


def test_an_import_never_changes_a_verified_number(run, file):
    run("import_organisations", file(registry(association(1, "גשר"))))
    report = run("import_organisations", file(recipients(("גשר", number("58", 2)))))
    assert report["reviews"] == {"number_differs": 1}
    assert (of("גשר").registry_number, of("גשר").registry_state) == (number("58", 1), "verified")


def test_two_that_a_person_told_apart_are_not_offered_again(run, file):
    path = file(recipients(("גשר (ער)", ""), ("גשר", "")))
    assert run("import_organisations", path)["reviews"] == {"maybe_same": 1}
    Review.objects.update(settled_at=timezone.now())
    assert run("import_organisations", path)["reviews"] == {}
    assert Review.objects.count() == 1


def test_the_twelve_groups_of_fields_have_names_in_three_languages():
    groups = Field.objects.filter(parent=None)
    assert [field.code for field in groups] == [f"{serial:02}" for serial in range(1, 13)]
    assert all(field.name_he and field.name_en and field.name_ar for field in groups)


test_the_twelve_groups_of_fields_have_names_in_three_languages = pytest.mark.django_db(
    test_the_twelve_groups_of_fields_have_names_in_three_languages
)
