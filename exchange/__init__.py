"""Cases to and from other municipalities, as sealed files."""
