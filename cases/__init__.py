"""Young people and their cases: intake, assignment, activity, notes, consent and the one door to them."""
