"""What the sketch pages show. Everybody here is made up; the texts are Hebrew, as on most real pages."""

from datetime import UTC, datetime

from django import forms

SENTENCE = "קבוצה של ראשי ארגונים חברתיים שפועלת יחד למען השדה כולו"
THIRD, FIRST, SECOND = ("third", "מגזר שלישי"), ("first", "מגזר ראשון"), ("second", "מגזר שני")


def people(*names_and_sectors):
    return [{"name": name, "sector": sector[0], "sector_name": sector[1]} for name, sector in names_and_sectors]


PEERS = people(("דנה כהן", THIRD), ("מיכל לביא", THIRD), ("ראיד חטיב", THIRD), ("אבי נחום", THIRD))
ALL = PEERS[:2] + people(("חנה ברק", FIRST), ("בועז עמית", SECOND))
ANSWERS = [
    ("הצטרפו", 13, "good"),
    ("ממתינים לתשובה", 5, "wait"),
    ("לא עכשיו", 3, "plain"),
    ("העבירו לעמית או לעמיתה", 2, "info"),
    ("לא הגיעו", 2, "stop"),
    ("סירבו", 0, "plain"),
]
STEPS = [
    {"stage": "exploring", "name": "בירור", "when": "מרץ 2025", "state": "past"},
    {"stage": "gathering", "name": "פנים-מגזרי", "when": "מאי 2025", "state": "past"},
    {"stage": "consolidated", "name": "קבוצה מגובשת", "when": "ספטמבר 2026", "state": "now"},
    {"stage": "cross_sector", "name": "בין-מגזרי", "when": "לפי הצורך", "state": "next"},
]
CRITERIA = [
    {
        "mark": "met",
        "label": "הצורך כתוב",
        "evidence": "״רצף טיפולי בין אשפוז לקהילה לא ייסגר בלי משרד הבריאות״, גרסה 3",
    },
    {"mark": "met", "label": "כל העמיתים חתמו על הנספח הבין-מגזרי", "evidence": "13 מתוך 13 חתמו על גרסה 2"},
    {
        "mark": "missing",
        "label": "הקבוצה החליטה בהסכמה לפתוח את הדלת",
        "evidence": "10 מתוך 13 ענו, פתוח עד מחר ב־12:00",
        "url": "#",
        "action": "להחלטה",
    },
    {"mark": "missing", "label": "כל אחת ואחד נשאלו בפרטיות על תלות"},
    {"mark": "missing", "label": "דופק טרי של הקבוצה"},
]
MOVES = [
    {"at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "text": "נפתחה החלטה: להזמין את משרד הבריאות", "by": "נועה ברק"},
    {
        "at": datetime(2026, 9, 2, 16, 0, tzinfo=UTC),
        "text": "המרחב עבר לשלב קבוצה מגובשת",
        "by": "נועה ברק",
        "reason": "שלושה מפגשים ברצף, מסמך יסוד חתום",
        "tone": "good",
    },
    {"at": datetime(2026, 6, 1, 8, 0, tzinfo=UTC), "text": "המרחב הושהה", "reason": "קיץ", "tone": "wait"},
]
ROWS = [
    ("מיכל לביא", "עמותת ניצן הדרום", "הצטרפות", "good", "נמסר", "לפני יומיים"),
    ("ראיד חטיב", "אלמנארה", "ממתין לתשובה", "wait", "נמסר", "תזכורת ביום א׳ 08:30"),
    ("אבי נחום", "בית חם", "לא עכשיו", "plain", "נמסר", "לחזור אחרי 1 בינואר"),
    (
        "שרה מזרחי",
        "קרן אור לקידום החינוך הבלתי פורמלי בנגב ובגליל (ע״ר)",
        "לא הגיעה",
        "stop",
        "הכתובת אינה קיימת",
        "לתקן",
    ),
]
WAITING = [
    ("triangle-alert", "stop", "שתי הזמנות לא הגיעו", "חינוך בלתי פורמלי בנגב · הכתובות אינן קיימות", "לתקן כתובות"),
    ("clock", "wait", "שלושה חברים עוד לא ענו להחלטה, המועד מחר בצהריים", "בריאות הנפש בקהילה", "לתזכר בעדינות"),
    ("file-pen-line", "door", "הנספח הבין-מגזרי מחכה לחתימה של שני עמיתים", "מנהיגות נשים", "למי"),
    ("calendar", "door", "המליאה ביום ראשון: 22 אישרו, 6 טרם ענו", "חינוך בלתי פורמלי בנגב", "לסדר היום"),
]


def waiting(rows):
    names = ("icon", "tone", "text", "soft", "action")
    return [{"url": "#", **dict(zip(names, row, strict=True))} for row in rows]


def card(name, stage, stage_name, place, faces, more, coming, answers=None):
    return {
        "name": name, "stage": stage, "stage_name": stage_name, "place": place,
        "people": faces, "more": more, "next": coming, "answers": answers,
    }  # fmt: skip


SPACES = [
    card("חינוך בלתי פורמלי בנגב", "gathering", "פנים-מגזרי", "נגב", PEERS, 18, "מליאה ביום א׳", ANSWERS),
    card("בריאות הנפש בקהילה", "consolidated", "קבוצה מגובשת", "ארצי", PEERS, 9, "החלטה עד מחר"),
    card("מנהיגות נשים", "cross_sector", "בין-מגזרי", "ארצי", ALL, 21, "5 בעלי עניין"),
    card("ביטחון תזונתי בחיפה", "exploring", "בירור", "חיפה", PEERS[:2], 0, "3 שיחות נקבעו"),
    card("תעסוקה מכלילה", "paused", "בהשהיה", "ארצי", PEERS[:3], 6, "עד פברואר"),
    card("ארגוני התשתית של הצפון", "closed", "נסגר", "צפון", PEERS[:1], 11, "הארכיון פתוח"),
]


class LaterForm(forms.Form):
    date = forms.DateField(label="באיזה תאריך לשאול שוב", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="משהו שכדאי שנדע", required=False, widget=forms.Textarea)


class EveryField(forms.Form):
    name = forms.CharField(label="שם המרחב", help_text="כפי שהקבוצה תקרא לו")
    email = forms.EmailField(label="כתובת מייל")
    language = forms.ChoiceField(label="שפה", choices=[("he", "עברית"), ("ar", "ערבית")])
    context = forms.ChoiceField(
        label="ההקשר",
        widget=forms.RadioSelect,
        choices=[("field", "שדה חברתי"), ("place", "מקום"), ("topic", "נושא")],
        help_text="אפשר לשנות בהמשך",
    )
    days = forms.MultipleChoiceField(
        label="ימים שקטים",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("5", "שבת"), ("4", "שישי")],
    )
    agree = forms.BooleanField(label="קראתי את מסמך היסוד", help_text="הנוסח המלא נשלח במייל")
    people = forms.FileField(label="רשימה", required=False)
    purpose = forms.CharField(label="המטרה", widget=forms.Textarea, required=False)


def filled_badly():
    return EveryField({"name": "", "email": "לא כתובת", "context": "", "language": "he"})


def tabs():
    names = (("לחזור אליהם", 5), ("ממתינים", 5), ("ענו", 18), ("לא הגיעו", 2), ("הכול", None))
    return [{"url": "#", "text": text, "count": count, "here": text == "ממתינים"} for text, count in names]


PAGES = {
    "desk": lambda: {
        "today": "יום שלישי, י״ד בכסלו · 24 בנובמבר",
        "waiting": waiting(WAITING),
        "spaces": SPACES,
    },
    "space": lambda: {
        "name": "בריאות הנפש בקהילה",
        "about": "שדה חברתי · יזמה: דנה כהן, ״יד ביד״ · 13 עמיתים",
        "steps": STEPS,
        "criteria": CRITERIA,
        "people": PEERS * 2,
        "moves": MOVES,
        "answers": ANSWERS,
        "tabs": tabs(),
        "rows": [dict(zip(("name", "organisation", "answer", "tone", "mail", "next"), r, strict=True)) for r in ROWS],
    },
    "invitation": lambda: {
        "to": "הזמנה אישית אל מיכל לביא, עמותת ניצן הדרום",
        "title": "נשנה יחד את בריאות הנפש בקהילה",
        "text": f"דנה כהן, ״יד ביד״, ועוד 12 מנכ״לים ומנכ״ליות מזמינים אותך למרחב השפעה: {SENTENCE}.",
        "purpose": "רצף טיפולי אחד, מהאשפוז ועד הבית",
        "who": "13 ארגונים חברתיים. אין ממשלה, אין קרנות, אין עסקים",
        "time": "פגישה של שעתיים, פעם בשבועיים",
        "audience": "את תשובתך יראו דנה והמנחה בלבד",
        "why": "עד יום חמישי, 3 בדצמבר. המייל נשלח כי דנה ציינה את שמך.",
        "later_form": LaterForm(),
    },
    "my": lambda: {
        "about": "בריאות הנפש בקהילה · קבוצה מגובשת",
        "question": "האם להזמין את משרד הבריאות?",
        "proposal": "הצוות המוביל מציע להזמין את אגף בריאות הנפש, לצורך שנכתב יחד. התשובות ייחשפו ביחד, מחר בצהריים.",
        "audience": "יקראו: 13 עמיתים מהמגזר השלישי. איש מבחוץ לא",
        "waiting": waiting([(*WAITING[2][:2], "לחתום על הנספח הבין-מגזרי", "גרסה 2", "לקרוא ולחתום"), WAITING[3]]),
        "steps": STEPS,
    },
    "parts": lambda: {
        "stages": ["exploring", "gathering", "consolidated", "cross_sector", "paused", "closed"],
        "tones": ["good", "wait", "stop", "info", "plain"],
        "sentence": SENTENCE,
        "points": [SENTENCE, SENTENCE],
        "facts": [("מה נשיג רק יחד", SENTENCE), ("מי בפנים", "13 ארגונים")],
        "criteria": CRITERIA[:2],
        "form": filled_badly(),
    },
}  # fmt: skip
