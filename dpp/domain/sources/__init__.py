"""How rows of public sources become elements of model passports: EPREL registrations, makers' carbon footprints.

What a source declares is the record. What had to be read differently from what stands there, what is not plausible and
what was not taken over is told with the row, never passed over in silence. Nothing here ranks makers.
"""
