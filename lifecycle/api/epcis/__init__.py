"""EPCIS 2.0 over HTTP: the capture and query interfaces of its REST bindings, below `/epcis`."""
