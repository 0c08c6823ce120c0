"""Deciding together, beyond the desk's list and the member's answer."""

from django.urls import path

from spaces.views import deciding, my

urlpatterns = [
    path("desk/decisions/<int:pk>/extend/", deciding.decision_extend, name="decision_extend"),
    path("desk/decisions/<int:pk>/close/", deciding.decision_close, name="decision_close"),
    path("desk/decisions/<int:pk>/record/", deciding.decision_record, name="decision_record"),
    path("desk/decisions/<int:pk>/words/", deciding.decision_word, name="decision_word"),
    path("desk/decisions/<int:pk>/amend/", deciding.decision_amend, name="decision_amend"),
    path("desk/decisions/<int:pk>/review/", deciding.decision_review, name="decision_review"),
    path("desk/questions/<int:pk>/answer/", deciding.question_answer, name="question_answer"),
    path("my/decisions/<int:pk>/ask/", my.ask, name="ask"),
    path("my/questions/<int:pk>/answer/", my.explain, name="explain"),
]
