"""What leaves the unit: figures by which nobody can be recognised, also when all that was released is laid together."""
