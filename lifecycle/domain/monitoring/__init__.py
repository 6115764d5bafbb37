"""Figures of the flow of devices: definitions and arithmetic, over rows that a store counts.

steps      which steps a device reached on its way from surplus to its next place, and how long each took
counted    what a store counts
measures   shares, percentiles and sums
tables     what a figure is: a table with its definition
topics     the five things that figures are about, and the tables of each
balance    the flow in a period as an account: in is out and left
over_time  destinations by month or quarter
holdings   stock by holder, place and grade
durations  how long steps take
impact     avoided emissions, e-waste and raw materials, with their ranges
figures    the other tables of the report
calendar   months and quarters, and the period before
cells      which counts are hidden from whoever may see aggregates alone
aggregates the report for whoever may see aggregates alone
"""
