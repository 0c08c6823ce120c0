"""The pulse's own question bank: twelve items in three languages. Data only.

Our own wording, under CC BY 4.0, after concepts of the literature on trust in partnerships; no claim of validity is
made. Asked about the group, never about a named person or organisation. Answered from 1 to 5, or "don't know".
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
SCALE = {
    1: _("not at all"),
    2: _("a little"),
    3: _("to some extent"),
    4: _("to a great extent"),
    5: _("to a very great extent"),
}
DONT_KNOW = _("don't know")


class Axis(TextChoices):
    PROCESS = "process", pgettext_lazy("pulse", "the group's process")
    TASK = "task", pgettext_lazy("pulse", "the shared task")
    GATE = "gate", pgettext_lazy("pulse", "the door to other sectors")


class Dimension(TextChoices):
    OPENNESS = "openness", _("openness")
    RELIABILITY = "reliability", _("reliability")
    CONFIDENTIALITY = "confidentiality", _("confidentiality")
    FAIRNESS = "fairness", _("fairness in competition")
    POWER = "power", _("power inside")
    BELONGING = "belonging", _("belonging")
    PURPOSE = "purpose", _("purpose")
    AGENDA = "agenda", _("agenda")
    DECISIONS = "decisions", _("decisions")
    NEED = "need", _("need")
    RESILIENCE = "resilience", _("resilience")
    OWN = "own", _("the group's own")


@dataclass(frozen=True)
class Item:
    """One line of the pulse. `key` is what a reading is stored under."""

    key: str
    axis: Axis
    dimension: Dimension
    he: str
    ar: str
    en: str

    @property
    def text(self):
        """In the reader's language; Hebrew where there is no other."""
        return getattr(self, (get_language() or "he")[:2], "") or self.he or self.en or self.ar


def process(key, dimension, **text):
    return Item(key, Axis.PROCESS, dimension, **text)


def task(key, dimension, **text):
    return Item(key, Axis.TASK, dimension, **text)


def gate(key, dimension, **text):
    return Item(key, Axis.GATE, dimension, **text)


ITEMS = (
    process(
        "says_own_view",
        Dimension.OPENNESS,
        he="אני אומר/ת כאן את דעתי המקצועית גם כשהיא לא נוחה לאחרים",
        ar="أقول هنا رأيي المهني حتى حين لا يكون مريحًا للآخرين",
        en="I say my professional view here even when it is inconvenient",
    ),
    process(
        "brings_difficulty",
        Dimension.OPENNESS,
        he="אפשר להביא לכאן קושי או כישלון בלי לשלם על כך מחיר",
        ar="يمكن طرح صعوبة أو فشل هنا من دون دفع ثمن",
        en="One can bring a difficulty or failure here without paying for it",
    ),
    process(
        "gets_done",
        Dimension.RELIABILITY,
        he="מה שמוסכם כאן מתבצע",
        ar="ما يُتَّفق عليه هنا يُنفَّذ",
        en="What is agreed here gets done",
    ),
    process(
        "stays_here",
        Dimension.CONFIDENTIALITY,
        he="מה שנאמר כאן נשאר במסגרת שהסכמנו עליה",
        ar="ما يُقال هنا يبقى ضمن ما اتفقنا عليه",
        en="What is said here stays within what we agreed",
    ),
    process(
        "not_used_against",
        Dimension.FAIRNESS,
        he="אני סומך/ת שלא ייעשה שימוש במה שאמרתי כדי להתחרות בי",
        ar="أثق بأن ما قلته لن يُستخدَم لمنافستي",
        en="I trust that what I said will not be used to compete with me",
    ),
    process(
        "similar_influence",
        Dimension.POWER,
        he="לארגונים קטנים וגדולים יש כאן השפעה דומה",
        ar="للمنظمات الصغيرة والكبيرة هنا تأثير متقارب",
        en="Small and large organisations have similar influence here",
    ),
    process(
        "by_choice",
        Dimension.BELONGING,
        he="אני כאן מתוך בחירה, לא מתוך חשש להיעדר",
        ar="وجودي هنا باختياري، لا خوفًا من الغياب",
        en="I am here by choice, not from fear of being absent",
    ),
    task(
        "only_together",
        Dimension.PURPOSE,
        he="ברור לי מה נוכל להשיג רק יחד",
        ar="واضح لي ما الذي لا نستطيع تحقيقه إلا معًا",
        en="I know what we can reach only together",
    ),
    task(
        "shared_agenda",
        Dimension.AGENDA,
        he="יש לנו אג׳נדה משותפת שאני עומד/ת מאחוריה",
        ar="لدينا أجندة مشتركة أقف وراءها",
        en="We have a common agenda I stand behind",
    ),
    task(
        "clear_decisions",
        Dimension.DECISIONS,
        he="ברור איך אנחנו מחליטים",
        ar="واضح كيف نتخذ القرارات",
        en="It is clear how we decide",
    ),
    gate(
        "real_need",
        Dimension.NEED,
        he="יש צורך ממשי לצרף בעלי עניין ממגזרים אחרים",
        ar="هناك حاجة حقيقية إلى ضم أصحاب مصلحة من قطاعات أخرى",
        en="There is a real need to bring in stakeholders of other sectors",
    ),
    gate(
        "view_under_dependence",
        Dimension.RESILIENCE,
        he="גם כשיהיה בחדר גורם שאני תלוי/ה בו, אוכל לומר את דעתי",
        ar="حتى بوجود جهة أعتمد عليها في الغرفة، أستطيع أن أقول رأيي",
        en="Even with someone I depend on in the room, I could say my view",
    ),
)

# What the presence of others endangers first: looked at again after the first stakeholder joined.
OPENNESS = ("says_own_view", "brings_difficulty", "stays_here", "not_used_against", "view_under_dependence")
