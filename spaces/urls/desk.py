"""The facilitator's pages."""

urlpatterns = []
