"""The products of the dataset whose releases are told of here (data).

Rules:
1. A product of devices names the brands under which they are sold, and what every one of its names begins with where
   the dataset leaves that out (`17 Pro` is an iPhone 17 Pro).
2. A product that is not here is not read: nobody said whose it is. The dataset has none for laptops but Microsoft's,
   and none for the end of updates of single Chromebooks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dpp.domain.sources.matching import maker_key
from lifecycle.domain.routing.facts import Platform
from lifecycle.domain.support.releases import Kind


@dataclass(frozen=True, slots=True)
class Product:
    """`name` is what people call it; `line` begins every name of a device; `platform` is its family of systems."""

    name: str
    kind: Kind
    platform: Platform
    brands: tuple[str, ...] = ()
    line: str = ""


def _device(platform: Platform, *brands: str, line: str = "") -> Product:
    name = brands[0] if line in {"", brands[0]} else f"{brands[0]} {line}"
    return Product(name, Kind.DEVICE, platform, brands, line)


def _system(name: str, platform: Platform) -> Product:
    return Product(name, Kind.SYSTEM, platform)


PRODUCTS: Mapping[str, Product] = MappingProxyType(
    {
        "android": _system("Android", Platform.ANDROID),
        "chromeos": _system("ChromeOS", Platform.CHROMEOS),
        "ios": _system("iOS", Platform.IOS),
        "ipados": _system("iPadOS", Platform.IOS),
        "macos": _system("macOS", Platform.MACOS),
        "windows": _system("Windows", Platform.WINDOWS),
        "fairphone": _device(Platform.ANDROID, "Fairphone"),
        "ipad": _device(Platform.IOS, "Apple", line="iPad"),
        "iphone": _device(Platform.IOS, "Apple", line="iPhone"),
        "motorola-mobility": _device(Platform.ANDROID, "Motorola"),
        "nokia": _device(Platform.ANDROID, "Nokia", "HMD", "HMD Global", line="Nokia"),
        "oneplus": _device(Platform.ANDROID, "OnePlus"),
        "pixel": _device(Platform.ANDROID, "Google", line="Pixel"),
        "samsung-galaxy-tab": _device(Platform.ANDROID, "Samsung", line="Galaxy Tab"),
        "samsung-mobile": _device(Platform.ANDROID, "Samsung", line="Galaxy"),
        "sony-xperia": _device(Platform.ANDROID, "Sony", line="Xperia"),
        "surface": _device(Platform.WINDOWS, "Microsoft", line="Surface"),
    }
)


def of_brand(brand: str) -> Mapping[str, Product]:
    """The products of devices under a brand."""
    wanted = maker_key(brand)
    return {
        name: product for name, product in PRODUCTS.items() if wanted in {maker_key(each) for each in product.brands}
    }
