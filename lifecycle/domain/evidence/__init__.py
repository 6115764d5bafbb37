"""Evidence: what machines say about a device. Bytes in, verdict out; pure.

`recognise.read_evidence` is the door: it checks the limits, recognises the format by its content, strips what is
personal, and reads what remains. Only what remains may be stored, and reading it again says the same.
"""
