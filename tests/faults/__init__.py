"""Builds are killed, starved, raced and lied to; then a plain build has to give what an undisturbed one gives."""
