"""What tests of erasure do in the world of `tests.support.service_world`."""

from dpp.domain.opaque import DeviceKey
from tests.support.service_world import DISK, SERIAL, World
from web.demo import files


def inventory(serial: str, disk: str) -> bytes:
    """The packaged inventory, of a laptop with this serial number and this disk."""
    return files.inventory(serial, maker="Dell Inc.", model="Latitude 7420", disk=disk, health=0.9)


def laptop(world: World, serial: str = SERIAL, disk: str = DISK) -> DeviceKey:
    """On the bench, with its disk known and not erased."""
    key = world.collected_laptop(serial=serial, asset_tag=None)
    world.attach(key, inventory(serial, disk))
    return key
