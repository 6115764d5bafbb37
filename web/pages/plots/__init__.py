"""Plots that pages show: one way of drawing for all of them, without a library in the browser.

drawing    what a plot is made of (boxes, lines, curves, texts), at the two widths at which it is read
scales     axes: round ticks, and from an amount to a place
bars       one bar for each amount, one or two in a row
panels     small multiples: the same columns for each row, all to one scale
ranges     amounts with their low and high, and with quartiles where these are known
dots       amounts on days
sankey     where devices flow: the places of nodes and bands
flows      the same as a drawing: from left to right on a desk, from top to bottom on a phone

All of it is pure: numbers in, places out. `templates/plots.html` writes any of them as SVG.
"""
