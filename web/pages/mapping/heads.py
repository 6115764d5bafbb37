"""A device as it is recognised at the top of a page or in a list."""

from dpp.domain.opaque import DeviceKey, print_label_code
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.service.ports import DeviceLine
from lifecycle.service.views import DeviceView
from web.pages.contexts.device import DeviceHead, DeviceRow
from web.pages.contexts.passport import full_name


def address_of(key: DeviceKey) -> str:
    return f"/devices/{key}"


def head_of_line(line: DeviceLine) -> DeviceHead:
    """Brand and model where known; the number that people use: the asset tag, else the serial number."""
    return DeviceHead(name_of(line), address_of(line.device_key), line.asset_tag or line.serial)


def head_of(view: DeviceView) -> DeviceHead:
    head = head_of_line(view.line)
    label = print_label_code(view.labels[-1]) if view.labels else None
    return DeviceHead(head.name, head.address, head.tag, label)


def name_of(line: DeviceLine) -> str | None:
    return full_name(line.brand, line.name) if line.brand and line.name else line.brand or line.name


def row_of(line: DeviceLine) -> DeviceRow:
    return DeviceRow(head_of_line(line), Lifecycle(line.lifecycle), DataState(line.data_state), line.place)
