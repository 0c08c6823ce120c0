"""Handing mails to a provider by its own interface, and what its answers mean."""

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

from impact_spaces.lib.mail import Away, Dropped, Later, Refused

LET_US_NOT_IN = (401, 402, 403)
TOO_MANY = 429


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
    except (AnymailError, ValueError) as error:
        raise Refused(type(error).__name__) from None


def meaning(code):
    """What an answer of HTTP means for the mail; its words may hold the address, so they are not kept."""
    if code is None:
        return Dropped("the provider did not answer")
    if code in LET_US_NOT_IN:
        return Away(f"the provider lets nobody in: {code}")
    if code == TOO_MANY or code >= 500:
        return Later(f"the provider says {code}")
    return Refused(f"the provider says {code}")
