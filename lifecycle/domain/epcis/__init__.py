"""Events as EPCIS 2.0 tells them, and back.

Sources: GS1 EPCIS 2.0 and Core Business Vocabulary (CBV) 2.0.

`vocabulary` has the words, `table` says how each kind of event is told, `naming` the addresses of things, `writing` and
`reading` go there and back, `hash_id` makes the CBV hash id, `terms` finds what an event can be looked up by, `query`
says which events are wanted.
"""
