"""The record: what was promised when (seals), what changed since (amendments), and what was signed.

It shows that a promise changed, when, and what was known by then. It cannot stop somebody who rewrites both
the file and its history. It knows charters and where they are kept; nothing of code.
"""
