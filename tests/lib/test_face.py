"""The little that templates can't reckon themselves."""

from django.template import Context, Template

WITH_HOURS = Template("{% load face %}{{ text|linebreaksbr|together }}")


def test_hours_stay_on_one_line_and_markup_stays_escaped():
    text = WITH_HOURS.render(Context({"text": "<b>Plenum</b>, 16:00–18:00\n7 Vine Street"}))
    assert text == ('&lt;b&gt;Plenum&lt;/b&gt;, <span style="white-space: nowrap">16:00–18:00</span><br>7 Vine Street')
