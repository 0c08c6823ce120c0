"""The twelve groups of the International Classification of Non-profit Organizations, in our own words."""

from django.db import migrations

GROUPS = [
    ("01", "תרבות, אמנות ופנאי", "Culture, arts and leisure", "الثقافة والفنون والترفيه"),
    ("02", "חינוך, השכלה ומחקר", "Education, learning and research", "التربية والتعليم والبحث"),
    ("03", "בריאות", "Health", "الصحة"),
    ("04", "רווחה ושירותים חברתיים", "Welfare and social services", "الرفاه والخدمات الاجتماعية"),
    ("05", "סביבה ובעלי חיים", "Environment and animals", "البيئة والحيوانات"),
    ("06", "פיתוח קהילתי, תעסוקה ודיור", "Community development, work and housing", "تنمية المجتمع والعمل والسكن"),
    ("07", "זכויות, סנגור ושינוי חברתי", "Rights, advocacy and social change", "الحقوق والمناصرة والتغيير الاجتماعي"),
    ("08", "פילנתרופיה וקידום התנדבות", "Philanthropy and volunteering", "العمل الخيري والتطوع"),
    ("09", "פעילות בינלאומית", "International activity", "النشاط الدولي"),
    ("10", "דת ורוח", "Religion and spirit", "الدين والروحانيات"),
    ("11", "איגודים מקצועיים ועסקיים", "Professional and business associations", "الاتحادات المهنية والتجارية"),
    ("12", "תחומים אחרים", "Other fields", "مجالات أخرى"),
]


def load(apps, schema_editor):
    fields = apps.get_model("sectors", "Field").objects
    for code, hebrew, english, arabic in GROUPS:
        fields.update_or_create(code=code, defaults={"name_he": hebrew, "name_en": english, "name_ar": arabic})


class Migration(migrations.Migration):
    dependencies = [("sectors", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
