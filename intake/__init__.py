"""How a young person comes to the unit: inquiries, departments' statements, decisions, and lists taken in."""
