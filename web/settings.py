"""The settings of the service: `KRINGPAS_*` variables, read once, never changed while it runs.

`docs/settings.md` is generated from the descriptions below (`scripts/settings_page.py`).
"""

from decimal import Decimal
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, NonNegativeInt, PositiveInt, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dpp.domain.asset_tags import read_asset_tags
from dpp.domain.errors import InvalidInput
from dpp.domain.hosts import OPERATOR, read_hosts
from dpp.domain.registration.identifiers import fault_of_address
from dpp.domain.registration.notices import Destination
from lifecycle.domain.erasure.tools import Gate

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Everything that an administrator may set, each with what it does and its unit."""

    model_config = SettingsConfigDict(env_prefix="KRINGPAS_", frozen=True, extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(
        default=Path("var"),
        description="Folder for what the service keeps: the SQLite file, the certificate of `--tls`.",
    )
    database_url: str | None = Field(
        default=None,
        description=(
            "`postgresql://user:password@host/name` or `sqlite:////folder/file`. "
            "Empty: the file `kringpas.sqlite` in the data folder."
        ),
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description=(
            "The address under which the outside world reaches this service. Links, labels and QR codes are made "
            "from it, never from the request; with `https` cookies are secure and browsers are told to stay on it."
        ),
    )
    own_hosts: str = Field(
        default="",
        description=(
            "Other hosts that are ours, with commas between: those of former public addresses, so that labels printed "
            "under them are still read as ours. What is on this list only needs to be reachable for people's phones."
        ),
    )
    asset_tags: str = Field(
        default="",
        description=(
            "Forms of owners' asset tags, such as `SSC-ICT=SSC-######, X@-####; Rijkswaterstaat=RWS-*****`: `#` is a "
            "digit, `@` a letter, `*` either; anything else stands for itself. A scan of such a tag says whose it is."
        ),
    )
    operator_id: str | None = Field(
        default=None,
        description=(
            "Identifier of the economic operator that answers for the passports of this service, as an address. "
            "Empty: the public address followed by `/#operator`."
        ),
    )
    registry_url: str | None = Field(
        default=None,
        description=(
            "Address of the EU registry of passports, before `/v1/registerDPP`. Every version made from then on is "
            "registered there. Needs a public address of at most 23 characters that begins with `https://`. "
            "Empty: nothing is registered."
        ),
    )
    registry_key: SecretStr | None = Field(default=None, description="The key that the EU registry gave us.")
    backup_operator_id: str | None = Field(
        default=None,
        description=(
            "Identifier of the provider that keeps the back-up copies of our passports, as an address; the EU registry "
            "is told of it. Empty: none."
        ),
    )
    backup_url: str | None = Field(
        default=None,
        description=(
            "Address of the registry that keeps back-up copies of our passports, before `/v1/dpps`. Every version made "
            "from then on is sent there, with all that it says: choose whom you trust. Empty: no copies."
        ),
    )
    backup_key: SecretStr | None = Field(
        default=None,
        description="A key of our account there, which has the role `depositor`; also for `kringpas restore-from`.",
    )
    eprel_url: str = Field(
        default="https://eprel.ec.europa.eu/api",
        description="Address of EPREL's public API. Nothing but its host is called for product data.",
    )
    eprel_api_key: SecretStr | None = Field(
        default=None, description="The key that EPREL gave us for its public API. Empty: EPREL is not asked."
    )
    evidence_dir: Path | None = Field(
        default=None,
        description=(
            "Folder for the files of evidence, stripped of personal data. Processes and machines that share a "
            "database share this folder. Empty: `evidence` in the data folder."
        ),
    )
    contact_email: str = Field(
        default="kringpas@example.org",
        description="E-mail address of who runs the service: in the accessibility statement and the API description.",
    )
    max_body_bytes: PositiveInt = Field(
        default=16 * MEBIBYTE,
        description="Largest request body, in bytes, also when it is sent in chunks; a larger one is answered 413.",
    )
    workers: PositiveInt = Field(
        default=1,
        description="Processes that answer requests. SQLite has one writer, so more help only with PostgreSQL.",
    )
    trusted_proxies: str = Field(
        default="",
        description=(
            "Addresses of the proxies in front, with commas between; `*` for any. Only from these are the "
            "`X-Forwarded-For` and `X-Forwarded-Proto` headers believed."
        ),
    )
    reads_per_minute: NonNegativeInt = Field(
        default=600,
        description=(
            "How many passports and labels a network (an IPv4 address, an IPv6 /64) may read without an account in a "
            "minute, in each process; 0 for no limit. Too many are answered 429. Counts live in memory alone, under "
            "a key that is made anew each day."
        ),
    )
    misses_per_minute: NonNegativeInt = Field(
        default=60,
        description=(
            "How many of them may lead nowhere (guessed serial numbers and codes), before the network waits; 0 for "
            "no limit."
        ),
    )
    lists_per_minute: NonNegativeInt = Field(
        default=120,
        description="How many lists and searches such a network may ask for in a minute; 0 for no limit.",
    )
    controlled_reads_per_day: NonNegativeInt = Field(
        default=5_000,
        description=(
            "How many readings of what is not public an account has in a day (UTC); 0 for no limit. More are refused."
        ),
    )
    readers_kept_days: PositiveInt = Field(
        default=730,
        description=(
            "How many days is remembered who read what is not public, or changed rights. Then the record stays and the "
            "account is forgotten. No act fixes this: it is a policy of whoever runs the service."
        ),
    )
    erasure_tools: Gate = Field(
        default=Gate.WARN,
        description=(
            "What it means that an erasure tool is not on the register with an advice that was valid on the day of "
            "the wipe: `warn` (it is verified one by one, not with a pallet) or `refuse` (it cannot be verified). "
            "BIO2 v1.3, 7.10.02 asks for advised products where possible. No act fixes this: it is a policy."
        ),
    )
    erasure_sample_share: Decimal = Field(
        default=Decimal(0),
        ge=0,
        le=1,
        description=(
            "Which share of the erased media of a pallet, between 0 and 1, is drawn to be read by hand before the "
            "rest is verified together; 0 for none. No act fixes this: it is a policy."
        ),
    )
    erasure_reports_per_minute: NonNegativeInt = Field(
        default=60,
        description=(
            "How many reports of wiping tools an account may send in a minute, in each process; 0 for no limit."
        ),
    )
    taking_minutes: PositiveInt = Field(
        default=30,
        description=(
            "How many minutes somebody who takes items of a worklist has them, before others can take them. No act "
            "fixes this: it is a policy."
        ),
    )
    repair_limit_eur: Decimal = Field(
        default=Decimal(0),
        ge=0,
        le=10_000,
        description=(
            "Up to how many euros, excluding VAT, an ICT provider may repair a device of the State that it has, "
            "without asking its owner; 0 for none. No act fixes this: it is a policy."
        ),
    )
    spare_part_days: PositiveInt = Field(
        default=7,
        description="How many days a spare part is kept for who reserved it, today included. No act fixes this.",
    )
    spare_parts_at_most: PositiveInt = Field(
        default=20,
        description="How many spare parts an organisation may have reserved at once. No act fixes this.",
    )
    spare_price_days: PositiveInt = Field(
        default=90,
        description="How many days a price of a spare part that somebody saw counts as its price. No act fixes this.",
    )
    scanner_skew_minutes: PositiveInt = Field(
        default=5,
        description=(
            "How many minutes the clock of a scanner that was offline may differ from ours. Beyond that nothing that "
            "it sends is recorded: all of it waits in the inbox for a person. No act fixes this: it is a policy."
        ),
    )
    found_reports_per_hour: NonNegativeInt = Field(
        default=5,
        description=(
            "How many reports of found devices such a network may send in an hour, in each process; 0 for no limit."
        ),
    )
    found_reports_kept_days: PositiveInt = Field(
        default=30,
        description=(
            "How many days a report of a finder stays open, if nobody closes it before. Then what the finder wrote is "
            "erased. No act fixes this: it is a policy of whoever runs the service."
        ),
    )
    log_key_file: Path | None = Field(
        default=None,
        description=(
            "File with the private keys that sign the log (`kringpas log key` tells its form), such as a mounted "
            "secret. Empty: the file `log.keys` in the data folder, made at first use."
        ),
    )
    deliver_every_seconds: PositiveInt = Field(
        default=10,
        description="How often what others have to be told (the EU registry, web hooks) is looked for and sent.",
    )
    log_every_seconds: PositiveInt = Field(
        default=60,
        description="How often what was recorded gets its numbers in the log, and a new checkpoint is signed over it.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important lines that are still logged."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("expected an address such as https://id.example.nl, without a query or a fragment")
        return value.rstrip("/")

    @field_validator("asset_tags")
    @classmethod
    def _are_forms_of_tags(cls, value: str) -> str:
        try:
            read_asset_tags(value)
        except InvalidInput as error:
            raise ValueError("; ".join(f"{each.path}: {each.what}" for each in error.problems)) from error
        return value

    @field_validator("database_url")
    @classmethod
    def _is_an_engine_of_ours(cls, value: str | None) -> str | None:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("expected postgresql://user:password@host/name or sqlite:////folder/file")
        return value

    @field_validator("registry_url", "backup_url", "eprel_url")
    @classmethod
    def _is_a_safe_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "https://unset")
        loopback = parts.hostname in {"127.0.0.1", "::1"}
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and loopback)):
            raise ValueError("expected an address such as https://registry.example.eu")
        return value and value.rstrip("/")

    @model_validator(mode="after")
    def _can_be_registered(self) -> Self:
        fault = fault_of_address(self.public_url) if self.registry_url else None
        if fault is not None:
            raise ValueError(f"public_url: {fault}")
        return self

    @classmethod
    def from_environment(cls) -> Self:
        return cls()

    @property
    def database(self) -> str:
        """The URL of the database that is used."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'kringpas.sqlite'}"

    @property
    def owns_database(self) -> bool:
        """Whether the database is our own file in the data folder, and not one that we were given."""
        return self.database_url is None

    @property
    def evidence_folder(self) -> Path:
        """Where the files of evidence are."""
        return self.evidence_dir or self.data_dir / "evidence"

    @property
    def load_folder(self) -> Path:
        """Where the photos of loads are."""
        return self.evidence_folder / "loads"

    @property
    def repair_folder(self) -> Path:
        """Where the quotes of repairs are, as they were sent."""
        return self.evidence_folder / "repairs"

    @property
    def photo_folder(self) -> Path:
        """Where the photos of devices are."""
        return self.data_dir / "photos"

    @property
    def guide_folder(self) -> Path:
        """Where the pictures and documents of repair guides are."""
        return self.data_dir / "repair-guides"

    @property
    def kept_folders(self) -> dict[str, Path]:
        """Every folder whose files a backup takes along, by their names there."""
        return {
            "evidence": self.evidence_folder,
            "loads": self.load_folder,
            "repairs": self.repair_folder,
            "photos": self.photo_folder,
            "guide-pictures": self.guide_folder,
            "guide-documents": self.guide_folder / "documents",
        }

    @property
    def operator(self) -> str:
        """Who answers for the passports of this service."""
        return self.operator_id or f"{self.public_url}{OPERATOR}"

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that is ours: that of the public address, and the others."""
        return read_hosts(f"{self.public_url} {self.own_hosts}")

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Who is told of every version."""
        configured = ((Destination.REGISTRY, self.registry_url), (Destination.BACKUP, self.backup_url))
        return tuple(destination for destination, url in configured if url)

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")
