"""Use cases of the log that nobody can rewrite unseen (`dpp.domain.log`).

sequencing    gives leaves their numbers and signs checkpoints
publishing    writes the tree as static files, and the checkpoint of the day
proving       proofs of inclusion and consistency, from the tiles
bundles       the proofs of one device or passport in one file
auditing      walks the whole database against its log
witnessing    cosigns the checkpoints of other logs, and takes cosignatures of ours
"""
