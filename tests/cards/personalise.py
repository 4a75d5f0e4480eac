"""Write a certificate on a SoftHSM token, as a maker of cards does; run in its own process.

``python -m tests.cards.personalise MODULE LABEL PIN CERTIFICATE.der ID``: PKCS#11 keeps one
module and one configuration a process.
"""

import sys
from pathlib import Path

import pkcs11


def main(module: str, label: str, pin: str, certificate: str, identifier: str) -> None:
    token = pkcs11.lib(module).get_token(token_label=label)
    with token.open(rw=True, user_pin=pin) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.PRIVATE: False,
                pkcs11.Attribute.LABEL: "certificate",
                pkcs11.Attribute.ID: bytes.fromhex(identifier),
                pkcs11.Attribute.SUBJECT: b"",
                pkcs11.Attribute.VALUE: Path(certificate).read_bytes(),
            }
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
