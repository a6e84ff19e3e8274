"""The ledger in numbers: who took part, what they reached and whether it held, against the targets."""
