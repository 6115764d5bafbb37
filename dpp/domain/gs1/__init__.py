"""What GS1 standards say of identifiers: check digits, application identifiers, Digital Link URIs, element strings."""
