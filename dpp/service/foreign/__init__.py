"""Passports of other providers, looked at where they are."""
