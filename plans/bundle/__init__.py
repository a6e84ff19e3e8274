"""A young person moves: their case travels, signed and sealed, to another municipality's installation.

`sealing` knows keys, cards, envelopes and receipts and no domain word; `content` reads a case into plain values; `receiving`
writes them as a case of one's own; `actions` are the verbs. Models are `plans.bundle.models`.
"""
