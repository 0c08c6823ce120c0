"""The post of the past: mails are written, looked at again and marked as in the product, and none goes out."""

from spaces.actions import closing, counting, delivery, expiring, meeting_reminding, reminding
from spaces.actions.moving import advance
from spaces.models import Message
from spaces.states import MessageState

UNREACHABLE = "hussein@"  # whose mail comes back
A_WHILE = 600  # seconds


class NoLine:
    """Takes the place of the connection to a mail server: takes every mail and keeps none."""

    def send(self, mail):
        pass

    def hang_up(self):
        pass


def carry():
    """Let everything go out that is due at the demo's clock."""
    with delivery.a_run(NoLine) as run:
        run.go(A_WHILE)
    came_back = Message.objects.filter(address__startswith=UNREACHABLE)
    advance(came_back, MessageState.BOUNCED, problem="550 5.1.1 User unknown")


def run_timetable():
    """What worker and beat would do at the demo's clock."""
    closing.close_due()
    expiring.expire_due()
    expiring.ask_again_due()
    reminding.remind_due()
    meeting_reminding.remind_due()
    counting.count_due()
