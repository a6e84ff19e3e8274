"""The ledger: programmes, their target group, targets and staff."""
