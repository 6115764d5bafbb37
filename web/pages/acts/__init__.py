"""What can be recorded of a device by a form: each act with its fields, and what a filled form says happened."""
