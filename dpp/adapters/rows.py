"""The tables of passports. Private to these adapters."""
