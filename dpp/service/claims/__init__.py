"""Use cases of claims on models, take-over, and contradictions."""
