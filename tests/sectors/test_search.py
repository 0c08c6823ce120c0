import pytest

from sectors.models import Organisation

from .desk import organisation
from .made import number

pytestmark = pytest.mark.django_db

FINDS = [
    ("קרן אור", 'קרן אור (ע"ר)'),
    ('קרן אור ע"ר', "קרן אור"),
    ("קֶרֶן אוֹר", "קרן אור"),
    ("קרנ אור", "קרן אור"),
    ("אור קרן", "קרן אור"),
    ("קר", "קרן אור"),
    ("הבימה", 'התיאטרון הלאומי הבימה בע"מ (חל"צ)'),
    ("חולים רמב״ם", 'בית חולים רמב"ם'),
    ("תאטרון הגליל", "תיאטרון הגליל"),
    ("תיאטרון הגליל", "תאטרון הגליל"),
    ("ראש הממשלה", 'משרד רוה"מ/הלמ"ס'),
    ("מועצה מקומית שעב", "מ. מ. שעב"),
    ("boaz TRUST", "The Boaz Trust"),
    ("zurich", "Café Zürich"),
    ("igy", "איגי IGY"),
    ("refugee counsil", "Refugee Council"),
]
MISSES = [("קרן אור", "בית חם"), ("שיר", "שעב"), ("אב", "בא")]


@pytest.mark.parametrize(("text", "name"), FINDS)
def test_a_name_is_found_however_it_is_written(text, name):
    organisation("משהו אחר לגמרי")
    wanted = organisation(name)
    assert list(Organisation.objects.search(text)) == [wanted]


@pytest.mark.parametrize(("text", "name"), MISSES)
def test_another_name_is_not_found(text, name):
    organisation(name)
    assert list(Organisation.objects.search(text)) == []


def test_a_number_is_found_by_its_beginning():
    wanted = organisation(registry_number=number("58", 12), registry_state="suggested")
    assert list(Organisation.objects.search("580000")) == [wanted]


def test_all_names_are_searched_and_no_text_finds_all():
    wanted = organisation(name_en="The Bridge", name_ar="جمعية الجسر", other_names=["גשר ישן"])
    for text in ("bridge", "الجسر", "גשר ישן", "", "  "):
        assert list(Organisation.objects.search(text)) == [wanted]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "\0", "((", "~~~"])
def test_signs_alone_find_nothing_and_break_nothing(text):
    organisation()
    assert list(Organisation.objects.search(text)) == []


def test_names_that_begin_with_the_text_stand_first_and_near_spellings_last():
    within, nearly, begins = organisation("אבי קרן גדולה"), organisation("קרן גדולת"), organisation("קרן גדולה")
    found = Organisation.objects.search("קרן גדולה").order_by("rank", "sort_name")
    assert list(found) == [begins, within, nearly]


def test_the_cleaned_name_follows_every_way_of_writing():
    one = organisation("קרן")
    one.name_he = "שלום"
    one.save(update_fields=["name_he"])
    assert list(Organisation.objects.search("שלום")) == [one]
    one.name_he = "אחר"
    Organisation.objects.bulk_update([one], ["name_he"])
    assert list(Organisation.objects.search("אחר")) == [one]
    Organisation.objects.bulk_create([Organisation(name_he="רביעי", sector="third", kind="social")])
    assert Organisation.objects.search("רביעי").count() == 1
