"""The circular life of devices: events, state, custody, evidence, data erasure, routing, consignments."""
