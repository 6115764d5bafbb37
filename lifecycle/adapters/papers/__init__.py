"""Papers to keep, as PDF: the hand-over document (overdrachtslijst) and the erasure statement (wisverklaring)."""
