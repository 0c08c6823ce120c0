"""Every page of the work: the desk, the members' pages, and what the links in mails open."""

from django.urls import include, path

app_name = "spaces"
urlpatterns = [
    path("desk/", include("spaces.urls.desk")),
    path("my/", include("spaces.urls.my")),
    path("", include("spaces.urls.links")),
]
