"""The way into Min plan, and out again: a code is asked for, and typed."""
