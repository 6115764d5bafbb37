"""Spare parts: which part fits which model, what it costs, until when it can be had, and where one lies."""
