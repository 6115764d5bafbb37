"""Repairers: who is registered as one, and the keys by which a holder lets one see a device."""
