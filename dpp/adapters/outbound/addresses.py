"""Which internet addresses may be called: public ones, however they are written.

An IPv6 address that stands for an IPv4 address (mapped, NAT64) is as public as that one. Some networks are refused by
name: those of the IANA special-purpose registries that a Python of before 2024 takes for public, tunnels inside which
any address can be meant, and addresses that answer only inside a cloud.
"""

import ipaddress
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address

from dpp.adapters.outbound.policy import Machine
from dpp.domain.errors import Refused, Unavailable
from dpp.domain.message import message

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # the platform services of a cloud
        "64:ff9b:1::/48",  # NAT64 inside a network
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
)


def checked_addresses(host: str, port: int, machine: Machine, *, allow_loopback: bool) -> Sequence[str]:
    """The addresses of a host, all of them public; Refused where one is not, Unavailable where there is none."""
    try:
        addresses = machine.resolve(host, port)
    except OSError as error:
        raise Unavailable(
            message("The name {host} cannot be resolved.", host=host),
            remedy=message("Look whether this machine has a network, and try again."),
        ) from error
    for address in addresses:
        if not (is_public(address) or (allow_loopback and is_loopback(address))):
            raise Refused(
                "outbound.address",
                message("{host} leads to {address}, which is not a public address.", host=host, address=address),
                remedy=message("Only public addresses are called; ask who runs that name."),
            )
    return addresses


def is_public(address: str) -> bool:
    """Whether the whole internet reaches this address: not private, loopback, link-local, shared or reserved."""
    meant = _meant(ipaddress.ip_address(address))
    return meant.is_global and not meant.is_multicast and not any(meant in network for network in _REFUSED)


def is_loopback(address: str) -> bool:
    """Whether the address is of this machine itself."""
    return ipaddress.ip_address(address).is_loopback


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address itself, or the IPv4 address that it stands for."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address
