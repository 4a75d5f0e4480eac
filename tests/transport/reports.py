"""Mails that come back, as mail servers and mail programs write them."""

from email.message import EmailMessage
from email.policy import SMTP


def delivery_report(message_id: str, action: str = "failed", headers_only: bool = True) -> bytes:
    """RFC 3464, as Postfix writes it."""
    kept = (
        f"Content-Type: text/rfc822-headers\r\n\r\nSubject: XDM\r\nMessage-ID: {message_id}\r\n"
        if headers_only
        else f"Content-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\nSubject: XDM\r\n\r\nX\r\n"
    )
    return (
        f"""From: MAILER-DAEMON@operateur.invalid
To: pharmacie@operateur.invalid
Subject: report
Message-ID: <{action}-1@operateur.invalid>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; operateur.invalid

Final-Recipient: rfc822; dr@medecin.invalid
Action: {action}
Status: 5.1.1

--b
{kept}
--b--
""".replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .encode("ascii")
    )


def disposition(message_id: str, kind: str = "displayed") -> bytes:
    """RFC 8098."""
    return f"""From: dr@medecin.invalid
To: pharmacie@operateur.invalid
Subject: read
Message-ID: <read-1@medecin.invalid>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

Lu.

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; dr@medecin.invalid
Original-Message-ID: {message_id}
Disposition: manual-action/MDN-sent-manually; {kind}

--b--
""".replace("\n", "\r\n").encode("ascii")


def reply(message_id: str, text: str = "Merci.") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "dr@medecin.invalid", "Re: XDM"
    mail["Message-ID"], mail["In-Reply-To"] = "<reply-1@medecin.invalid>", message_id
    mail.set_content(text)
    return mail.as_bytes()


def foreign(subject: str = "Commande") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "grossiste@grossiste.invalid", subject
    mail["Message-ID"] = "<order-1@grossiste.invalid>"
    mail.set_content("Bonjour.")
    return mail.as_bytes()
