"""What breaks, how often it is fixed, and what stands in the way: of others' repairs (Open Repair Data) and of ours.

`kinds` has the words; `words` says which fault a text tells of; `reference` reads the tables of brands, products and
numbers; `open_data` reads and writes rows of the Open Repair Data Standard; `own` finds repairs in events; `counts` and
`figures` count them; `loads` is a file that was taken in.
"""
