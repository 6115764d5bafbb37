"""The use cases of EN 18222: passports as the programs of others read and write them."""
