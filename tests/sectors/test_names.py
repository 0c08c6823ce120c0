import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectors.names import cleaned, language_of, may_be_cut, searchable, tidy

SAME = [
    ("שלום עכשיו", "שָׁלוֹם עַכְשָׁיו"),
    ('מוזיאון תל אביב בע"מ (חל"צ)', "מוזיאון תל אביב בעמ (חלצ"),
    ("הרשות לקליטה בחיפה (ער)", "הרשות לקליטה בחיפה"),
    ("הרשות לקליטה בחיפה (ע~ר)", "הרשות לקליטה בחיפה (ע"),
    ("הרשות לקליטה בחיפה (ע״ר)", "הרשות לקליטה בחיפה ("),
    ("בע~מ תמיד בע~מ", "בעמ תמיד"),
    ('צה"ל', "צה״ל"),
    ("בית-ספר לאמנות", "בית ספר לאמנות"),
    ("תזמורת הבארוק ירושלים que orchestra", "תזמורת הבארוק ירושלים"),
    ("סנדסיאל (ער) (.sandciel (a.r", "סנדסיאל"),
    ("אמון הציבור- חברה לתועלת הציבור בע", 'אמון הציבור - חברה לתועלת הציבור בע"מ'),
    ("מ. מ. שעב", "מועצה מקומית שעב"),
    ("מ. א. משגב", "מועצה אזורית משגב"),
    ("עירית רעננה", "עיריית רעננה"),
    ('רוה"מ', "ראש הממשלה"),
    ("בית חם ע'ש כהן", "בית חם על שם כהן"),
    ("The Boaz Trust Ltd.", "BOAZ TRUST"),
    ("Café Zürich C.I.C", "cafe zurich"),
    ("Prisoners’ Advice", "Prisoners' Advice"),
    ("ＦＵＬＬ width", "full width"),
    ("\u200fבית \u200eחם", "בית חם"),
]
DIFFERENT = [
    ("בית ספר 12", "בית ספר 13"),
    ("בית חם", "בית קר"),
    ("קרן אור (צפון)", "קרן אור (דרום)"),
    ("האנסמבל (1995)", "האנסמבל (1996)"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_a_name_are_the_same_once_cleaned(one, other):
    assert cleaned(one) == cleaned(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_stay_different(one, other):
    assert cleaned(one) != cleaned(other)


def test_a_name_of_nothing_but_a_tail_keeps_it():
    assert cleaned("(ער)") == "ער"


def test_a_latin_tail_is_left_out_of_comparison_and_can_be_searched_for():
    assert cleaned("איגי IGY") == "איגי"
    assert searchable("איגי IGY") == "איגי igy"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(alphabet="אבכךםמ בעמ חלצ (ער).~\"' abc ltd the 12 מ. א. ד.-"))
def test_cleaning_twice_changes_nothing_with_the_letters_that_matter(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1))
def test_a_name_with_letters_never_becomes_empty(text):
    assert cleaned(text)


@given(st.text())
def test_a_tidy_name_has_one_line_and_single_blanks(text):
    assert tidy(text) == " ".join(tidy(text).split())


def test_the_letters_tell_the_language():
    assert [language_of(name) for name in ("בית Beit", "جمعية", "Beit", "12")] == ["he", "ar", "en", "en"]


def test_a_long_or_broken_name_may_be_cut():
    assert [may_be_cut(name) for name in ("א" * 31, "א" * 30, "בית (ע", "בית (ער)")] == [True, False, True, False]
