"""Measurements, run by command; the suite only checks that what they compare is the same work."""
