"""Every table there is: the one place, outside the adapters, that sees the rows of all contexts."""

from dpp.adapters import rows as passports
from dpp.adapters.database import Row
from lifecycle.adapters import rows as devices
from web.accounts.adapters import rows as accounts

ROWS = (passports, devices, accounts)  # importing them is what makes their tables known
METADATA = Row.metadata
