"""What the young person did themselves on Min plan, until the guide has seen it."""
