"""Registrations of EPREL, the European product registry for energy labelling, as elements of model passports.

Who they are: a registration is known by its supplier and its number. Its model text never says which model it is: rows
of white-label products are named after other makers' models, and EPREL has no marketing names.
"""
