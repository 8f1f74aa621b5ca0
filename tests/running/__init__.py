"""Runs give the same however they are carried out, and whatever happens meanwhile."""
