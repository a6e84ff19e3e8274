"""Append-only trail of every look and every act. Holds ids and no foreign keys, so that everyone may write to it."""
