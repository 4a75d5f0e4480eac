"""The draft of the secure mail that brings the link of a call to a doctor.

It names the pharmacy and nobody else: whoever reads it learns that a call waits, not for whom. The
station has no mail account: the draft opens in the pharmacy's own secure mailbox (MSSanté).

Source: RFC 5322; video.md §5 (one-time link, in the fragment of the address).
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.exchange.mssante import LONGEST_LINE
from app.station import Station

SUBJECT = "Demande de téléconsultation"
BODY = """Bonjour,

Un patient de la pharmacie accepte de vous voir à distance. Ouvrez ce lien dans un navigateur, sur
un ordinateur ou un téléphone avec caméra et micro. Rien n’est à installer.

{link}

Il sert une fois, à une personne, et expire vite. Au début de l’appel, lisez ensemble les quatre
mots affichés des deux côtés. Ne transférez pas ce message.

{pharmacy}
{street}, {postcode} {city}
{phone}
"""
SPECIMEN = "Démonstration\u00a0: patient et pharmacie inventés, message jamais transmis."


def call_mail(link: str, station: Station, name: str, sent_at: datetime) -> bytes:
    """Return the draft as an .eml file, dated ``sent_at`` (aware); ``name`` tells it from others.

    It has no recipient: the pharmacist chooses the doctor in the secure mailbox.
    """
    pharmacy = station.pharmacy
    mail = EmailMessage(policy=SMTP.clone(max_line_length=LONGEST_LINE))
    mail["Subject"] = SUBJECT
    mail["Date"] = format_datetime(sent_at)
    mail["Message-ID"] = f"<{name}@{pharmacy.finess}.osys.invalid>"
    mail["X-Unsent"] = "1"
    body = BODY.format(
        link=link,
        pharmacy=pharmacy.name,
        street=pharmacy.street,
        postcode=pharmacy.postcode,
        city=pharmacy.city,
        phone=pharmacy.phone,
    )
    mail.set_content(f"{SPECIMEN}\n\n{body}" if station.demonstration else body, cte="8bit")
    return mail.as_bytes()
