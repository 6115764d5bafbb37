"""Imports: rows that come in from a file or a register, what each became, and which column fills which field."""
