"""What is generated from the field catalogue of passports, one module for each file."""
