"""The log: its tables, its files, its keys, and what its entries commit to."""
