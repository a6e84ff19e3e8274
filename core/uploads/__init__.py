"""Files that people send: recognised by content, opened by a child process, kept only when they are what they say.

`accepting.accept` is the one way in. Nothing here knows a domain word. This file imports nothing: the child process
starts through it.
"""
