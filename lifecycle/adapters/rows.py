"""The tables of devices and events. Private to these adapters."""
