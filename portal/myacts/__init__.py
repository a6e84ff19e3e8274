"""What the young person does themselves on Min plan: steps, answers, own words, points for a meeting."""
