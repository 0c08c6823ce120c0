"""A person's own details."""

from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("", views.me, name="me"),
    path("mails/", views.mails, name="mails"),
    path("profile/", views.profile, name="profile"),
    path("positions/", views.positions, name="positions"),
    path("positions/<int:pk>/end/", views.position_end, name="position_end"),
    path("language/", views.language, name="language"),
]
