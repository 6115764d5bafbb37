"""What one evidence file says, and what of it could not be read."""

from dataclasses import dataclass, field

from dpp.domain.errors import Problem
from lifecycle.domain.facts import BatteryReading, ErasureReading, Hardware, IdentityClaim, MediumSeen, PartSeen

_MILLIMETRES_PER_INCH = 25.4


@dataclass(frozen=True)
class MonitorSeen:
    """A display that evidence shows, inside the device or attached to it.

    `maker` is the three-letter PNP id where an EDID gives it. With `year_of_model` true, `year` is the model's year
    and not that of manufacture. Sizes are of the image, in millimetres; pixels are those of the preferred timing.
    """

    maker: str | None = None
    model: str | None = None
    product_code: str | None = None
    serial: str | None = None
    week: int | None = None
    year: int | None = None
    year_of_model: bool = False
    width_mm: int | None = None
    height_mm: int | None = None
    width_pixels: int | None = None
    height_pixels: int | None = None

    @property
    def diagonal_inches(self) -> float | None:
        """The image diagonal in inches, to one decimal; None where the size is not given."""
        if self.width_mm is None or self.height_mm is None:
            return None
        diagonal: float = (self.width_mm**2 + self.height_mm**2) ** 0.5
        return round(diagonal / _MILLIMETRES_PER_INCH, 1)


@dataclass(frozen=True)
class Reading:
    """What one evidence file says. Plain values only, so that it can be stored as JSON and come back the same.

    `lists_all_media`: the file names every storage medium in the device, so that one which it leaves out is not there.
    `parts` are those of other kinds (memory modules); the file shows all of a kind of which it shows one.
    `unread` names what the file should have said and did not, or said in a way that could not be read; a path in it
    points into the file as it is stored.
    """

    format: str
    parser: str
    parser_version: str
    claims: tuple[IdentityClaim, ...] = ()
    hardware: Hardware = field(default_factory=Hardware)
    media: tuple[MediumSeen, ...] = ()
    lists_all_media: bool = False
    batteries: tuple[BatteryReading, ...] = ()
    erasures: tuple[ErasureReading, ...] = ()
    monitors: tuple[MonitorSeen, ...] = ()
    parts: tuple[PartSeen, ...] = ()
    unread: tuple[Problem, ...] = ()
