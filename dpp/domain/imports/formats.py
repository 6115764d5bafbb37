"""The formats in which a file can carry rows."""

from enum import StrEnum


class Format(StrEnum):
    """`REGISTER` is no file: the rows come from somebody else's service."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    NDJSON = "ndjson"
    REGISTER = "register"

    @property
    def is_table(self) -> bool:
        """Whether it has columns, so that a map must say what they mean."""
        return self in {Format.CSV, Format.XLSX}
