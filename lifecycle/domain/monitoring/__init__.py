"""Figures of the flow of devices: definitions and arithmetic, over rows that a store counts.

steps      which steps a device reached on its way from surplus to its next place, and how long each took
measures   shares, percentiles and sums
cells      which counts are hidden from whoever may see aggregates alone
figures    the tables of the report, each with its definition
"""
