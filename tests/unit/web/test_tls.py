"""The self-signed certificate: made once, for the addresses that a phone would use, and made anew in time."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from web.addresses import Certificate, reachable_as
from web.tls import certificate_for

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _names(made: Certificate) -> set[str]:
    found = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


@pytest.mark.parametrize("host", ["192.0.2.10", "2001:db8::1", "intake.local"])
def test_it_names_the_host_and_this_machine(tmp_path: Path, host: str) -> None:
    assert _names(certificate_for(host, tmp_path, NOW)) == {host, "localhost", "127.0.0.1"}


def test_every_address_means_the_one_that_others_see(tmp_path: Path) -> None:
    seen = reachable_as("0.0.0.0")  # noqa: S104 - not bound to
    assert not ipaddress.ip_address(seen).is_unspecified
    assert seen in _names(certificate_for("0.0.0.0", tmp_path, NOW))  # noqa: S104


def test_it_is_kept_while_it_lasts_and_names_the_host(tmp_path: Path) -> None:
    first = certificate_for("192.0.2.10", tmp_path, NOW).certificate.read_bytes()
    assert certificate_for("192.0.2.10", tmp_path, NOW + timedelta(days=80)).certificate.read_bytes() == first
    assert certificate_for("192.0.2.10", tmp_path, NOW + timedelta(days=84)).certificate.read_bytes() != first


def test_another_host_gets_another_certificate(tmp_path: Path) -> None:
    certificate_for("192.0.2.10", tmp_path, NOW)
    assert "192.0.2.11" in _names(certificate_for("192.0.2.11", tmp_path, NOW))


def test_a_spoilt_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "self-signed.pem").write_text("nothing")
    made = certificate_for("localhost", tmp_path, NOW)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)  # raises where they do not belong together


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    assert certificate_for("localhost", tmp_path, NOW).key.stat().st_mode & 0o777 == 0o600
