"""What coding agents are given: a server with which they ask a person, and what a project tells them."""
