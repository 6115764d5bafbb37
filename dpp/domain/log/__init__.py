"""The log that nobody can rewrite unseen: hashes, proofs, notes, tiles and bundles; bytes in, verdict out.

    tree          the Merkle tree of RFC 6962: hashes, roots, proofs from any source of nodes
    proofs        checking proofs of inclusion and of consistency
    notes         signed notes and verifier keys (C2SP signed-note)
    checkpoint    what the log signs, and what a witness cosigns (C2SP tlog-checkpoint, tlog-cosignature)
    tiles         the tree as static files (C2SP tlog-tiles)
    witness       what a witness is asked, and when it may say yes (C2SP tlog-witness)
    bundle        the proofs of one device or passport in one file
    faults        what a check finds, and where

An entry of the log is a salted commitment (`dpp.domain.proof`) to an event, a version or another recorded fact: 32
bytes that tell nothing to those who have not the salt.
"""
