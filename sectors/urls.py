"""The map at the desk: /desk/organisations/."""

from django.urls import path

from .ties import IN, OUT
from .views import organisations, reviews

app_name = "sectors"
urlpatterns = [
    path("", organisations.search, name="organisations"),
    path("new/", organisations.new, name="new"),
    path("reviews/", reviews.waiting, name="reviews"),
    path("reviews/<int:pk>/keep/", reviews.keep, name="keep"),
    path("<int:pk>/", organisations.one, name="organisation"),
    path("<int:pk>/edit/", organisations.edit, name="edit"),
    path("<int:pk>/gives/", organisations.ties, {"direction": OUT}, name="gives"),
    path("<int:pk>/receives/", organisations.ties, {"direction": IN}, name="receives"),
    path("<int:pk>/number/", reviews.number, name="number"),
    path("<int:pk>/number/refuse/", reviews.refuse_number, name="refuse_number"),
    path("<int:pk>/merge/<int:other>/", reviews.merge, name="merge"),
]
