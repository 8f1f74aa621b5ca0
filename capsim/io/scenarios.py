"""Files of scenarios, of templates and of decisions, which a manager can read and write."""

from capsim.io.decisions import replay_decision
from capsim.io.scenariofile import read, read_template, write, write_template

__all__ = ["read", "read_template", "replay_decision", "write", "write_template"]
