"""The two rooms: what is written, shared and released, how others see it, and what stays of who leaves."""

from django.urls import path

from spaces.views import glass
from spaces.views.my import file, left, post, preview, release, room

urlpatterns = [
    path("my/spaces/<int:pk>/room/", room.room, name="room"),
    path("my/spaces/<int:pk>/room/new/", room.post_new, name="post_new"),
    path("my/posts/<int:pk>/", post.post, name="post"),
    path("my/posts/<int:pk>/release/", release.post_release, name="post_release"),
    path("my/posts/<int:pk>/take-back/", release.post_take_back, name="post_take_back"),
    path("my/posts/<int:pk>/remove/", post.post_remove, name="post_remove"),
    path("my/files/<int:pk>/", file.file, name="file"),
    path("my/spaces/<int:pk>/as/", preview.previews, name="previews"),
    path("my/spaces/<int:pk>/as/partner/", preview.preview_partner, name="preview_partner"),
    path("my/spaces/<int:pk>/as/public/", preview.preview_public, name="preview_public"),
    path("my/spaces/<int:pk>/as/<slug:key>/<slug:page>/", preview.preview_as, name="preview_as"),
    path("my/places/<int:pk>/", left.left, name="left"),
    path("my/places/<int:pk>/files/", file.my_files, name="my_files"),
    path("desk/glass/", glass.glass, name="glass"),
    path("desk/glass/<int:pk>/", glass.glass_room, name="glass_room"),
]
