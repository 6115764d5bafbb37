"""Back-up copies: those that we keep for other registries, and bringing our own passports back from where they are."""
