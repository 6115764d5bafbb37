"""The government marketplace: what organisations of the State may have before anybody else, and how it is reserved."""
