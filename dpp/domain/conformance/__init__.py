"""Whether a resolver, anybody's, keeps the rules of the GS1-conformant resolver standard 1.2.1.

The rules are what GS1 publishes as conformance statements; each is one function over a `probe`, which asks through a
function that is handed in: nothing here opens a connection. `table` lists them all.
"""
