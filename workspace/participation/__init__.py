"""What young people did themselves on Min plan, as lines of Min dag."""
