"""The pages of partner systems, and what a space grants them."""

urlpatterns = []
