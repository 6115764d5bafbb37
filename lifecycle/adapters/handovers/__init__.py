"""The hand-over document (overdrachtslijst) as PDF."""
