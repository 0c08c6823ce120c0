"""Our number for a mail, in the header from which a provider keeps it when the mail comes by SMTP: without it the
reports of some name only a number of their own.

By a provider's own interface (`api_line.py`) it goes beside the mail. The number names a mail and nothing about it.
Postmark: https://postmarkapp.com/support/article/1125-custom-metadata-faq
SparkPost: https://developers.sparkpost.com/api/smtp · Mailjet: https://dev.mailjet.com/docs/smtp_relay/custom_headers
SendGrid names ours by itself only until a mail is delivered, not in a complaint. Amazon's tags take letters, digits,
- and _ alone: https://docs.aws.amazon.com/ses/latest/APIReference/API_MessageTag.html
"""

from django.conf import settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"
HEADERS = {
    "mailgun": 'X-Mailgun-Variables: {"message": "%s"}',
    "postmark": "X-PM-Metadata-message: %s",
    "sendgrid": 'X-SMTPAPI: {"unique_args":\r\n {"message": "%s"}}',
    "brevo": 'X-Mailin-custom: {"message": "%s"}',
    "sparkpost": 'X-MSYS-API: {"metadata":\r\n {"message": "%s"}}',
    "amazon_ses": "X-SES-MESSAGE-TAGS: message=%s",
    "mailjet": 'X-MJ-EventPayload: {"message": "%s"}',
    "resend": 'X-Metadata: {"message": "%s"}',
}


def lines(number):
    """The headers for all providers that report here; none where mails do not go by SMTP."""
    if settings.EMAIL_BACKEND != SMTP:
        return []
    return [HEADERS[provider] % number for provider in settings.MAIL_HOOKS]
