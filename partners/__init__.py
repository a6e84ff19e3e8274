"""The directory: partners, their contacts and agreements."""
