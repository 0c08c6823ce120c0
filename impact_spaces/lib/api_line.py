"""Handing mails to a provider by its own interface, and what its answers mean."""

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

from impact_spaces.lib.mail import Away, Dropped, Later, Refused

LET_US_NOT_IN = (401, 402, 403)
TOO_LARGE = 413


def hand_over(connection, mail):
    """Hand one mail to a backend of django-anymail. Our number goes along twice: as its Message-ID, which some replace,
    and as `message` among what the provider keeps beside it. Raises Away, Dropped, Later, Refused.
    """
    message = mail.as_email_message()
    message.metadata = {"message": message.extra_headers["Message-ID"]}
    try:
        connection.send_messages([message])
    except AnymailRecipientsRefused:
        status = message.anymail_status.recipients[mail.to].status
        raise Refused(f"the provider says: {status}", is_bad_address=status == "invalid") from None
    except AnymailAPIError as error:
        raise meaning(error.status_code) from None
    except (AnymailError, ValueError) as error:  # before anybody saw it: what we asked for cannot be asked
        raise Later(type(error).__name__) from None
    code = message.anymail_status.esp_response.status_code
    if code >= 400:  # some backends read such an answer for what it says of each address, and find nothing
        raise meaning(code)


def meaning(code):
    """What an answer of HTTP means for the mail; its words may hold the address, so they are not kept.

    A no is nearly always about us: our settings, our account, an interface that has changed. So it says nothing for
    certain of this one mail, except where that is too large.
    """
    if code is None:
        return Dropped("the provider did not answer")
    words = f"{code} from the provider"
    if code in LET_US_NOT_IN:
        return Away(words)
    return Refused(words) if code == TOO_LARGE else Later(words)
