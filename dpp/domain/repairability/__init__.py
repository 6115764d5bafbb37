"""Scores and classes that acts define, worked out again. What the maker declared stays the record; see `findings`."""
