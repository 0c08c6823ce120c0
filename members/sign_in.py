"""How the sign-in library is bent to the house: nobody signs up by themselves, and codes go out directly."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """An account is made by accepting an invitation, never at the door."""
        return False
