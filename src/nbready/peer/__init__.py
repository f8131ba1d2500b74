"""What other people say of a charter: a short review of each gate, kept beside the file that it is about.

A review is a file of its own, never a part of the notebook: the notebook's bytes, seals and signature stay
its author's; whoever may only read it can review it; and reviews that arrive on two branches are two files,
which any tool merges. It names the answers that it was given for by their fingerprints, so that it is known
when they changed.
"""
