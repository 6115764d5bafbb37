"""The demonstration: made-up organisations and people around real models of devices."""
