"""Telling others of passports: the EU registry, and the provider that keeps a back-up copy.

Pure: what has to be told (`notices`), what may be told (`prechecks`, `identifiers`), in which parcels (`packages`),
what an answer means (`answers`), where a passport stands with a destination (`standing`), and when to try again
(`backoff`).
"""
