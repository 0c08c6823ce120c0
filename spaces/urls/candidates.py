"""Dependencies, holds and candidates. No address names a body: what is chosen is posted."""

from django.urls import path

from spaces.views import candidates, my

urlpatterns = [
    path("my/spaces/<int:pk>/candidates/", my.candidates, name="candidates"),
    path("my/spaces/<int:pk>/dependencies/", my.dependencies, name="dependencies"),
    path("my/spaces/<int:pk>/relations/", my.relations, name="relations"),
    path("desk/spaces/<int:pk>/candidates/", candidates.desk_candidates, name="desk_candidates"),
    path("desk/spaces/<int:pk>/dependencies/ask/", candidates.dependencies_ask, name="dependencies_ask"),
    path("desk/candidates/<int:pk>/talk/", candidates.candidate_talk, name="candidate_talk"),
]
