"""What the links in mails open; no sign-in."""

from django.urls import path

<<<<<<< HEAD
from spaces.views import links

urlpatterns = [
    path("i/<str:token>/", links.invitation_page, name="invitation_page"),
    path("i/<str:token>/agreement/", links.agreement, name="invitation_agreement"),
=======
from spaces.views import stop
from spaces.views.to_come import page

urlpatterns = [
    path("i/<str:token>/", page, name="invitation_page"),
    path("stop/<str:token>/", stop.stop, name="stop"),
>>>>>>> ecb7bbc (Send what the outbox holds)
]
