"""Speed and memory: the raw parts alone, a naive script and this program, side by side in one run."""
