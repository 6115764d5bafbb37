"""A self-signed certificate, so that a phone on the same network can open the camera: browsers ask for HTTPS.

For trying things out; a real service stands behind a proxy with a real certificate (docs/operations.md).
"""

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from web.addresses import Certificate, reachable_as

_VALID = timedelta(days=90)
_RENEW = timedelta(days=7)
_LOCAL = ("localhost", "127.0.0.1")


def certificate_for(host: str, folder: Path, now: datetime) -> Certificate:
    """The certificate kept in the folder, if it names `host` and lasts another week; else a new one."""
    names = tuple(dict.fromkeys((reachable_as(host), *_LOCAL)))
    kept = Certificate(folder / "self-signed.pem", folder / "self-signed.key")
    if not _serves(kept, names, now):
        _make(kept, names, now)
    return kept


def _serves(kept: Certificate, names: Iterable[str], now: datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(kept.certificate.read_bytes())
    except (OSError, ValueError):
        return False
    named = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    enough = all(_general_name(name) in named for name in names)
    return enough and kept.key.exists() and found.not_valid_after_utc > now + _RENEW


def _make(kept: Certificate, names: tuple[str, ...], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kringpas (self-signed)")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kept.key.parent.mkdir(parents=True, exist_ok=True)
    kept.key.touch(mode=0o600)
    kept.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    kept.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
