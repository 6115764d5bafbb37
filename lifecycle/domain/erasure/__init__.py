"""Erasure around the events: methods, tools, reports that look for their device, trays, and verifying many at once."""
