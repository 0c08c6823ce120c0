"""Every page of the work: the desk, the members' pages, and what the links in mails open."""

from django.urls import include, path

app_name = "spaces"
urlpatterns = [
    path("desk/", include("spaces.urls.desk")),
    path("my/", include("spaces.urls.my")),
    path("", include("spaces.urls.rooms")),
    path("", include("spaces.urls.meetings")),
    path("", include("spaces.urls.consent")),
    path("", include("spaces.urls.pulse")),
    path("", include("spaces.urls.candidates")),
    path("", include("spaces.urls.readiness")),
    path("", include("spaces.urls.mailing")),
    path("", include("spaces.urls.hooks")),
    path("", include("spaces.urls.partners")),
    path("api/", include("spaces.urls.handbook")),
    path("", include("spaces.urls.links")),
]
