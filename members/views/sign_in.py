"""Asking for a sign-in code."""

from allauth.account.views import RequestLoginCodeView


class AskForCode(RequestLoginCodeView):
    def _redirect_to_pending_stage(self, request, stage):
        """The library leads whoever waits for a code back to typing it. Here they may ask for another address."""
        return
