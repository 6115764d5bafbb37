"""Links from an identified thing to what is known of it, as a GS1-conformant resolver tells them.

Sources: GS1-conformant resolver standard 1.2.1; RFC 9264 (linkset); GS1 Web Vocabulary 1.16 (link types).

`link` has the words, `ranking` chooses between links, `document` writes the linkset, `feeds` says which element of a
passport is a link of which type, and `passport` makes the links of one passport for one reader.
"""
