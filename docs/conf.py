"""How the pages, the models and the notebooks become a site: ``sphinx-build -W -c docs . site``."""

from __future__ import annotations

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import capsim

project = "capsim"
author = "the capsim developers"
copyright = "the capsim developers"
release = capsim.__version__

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
]
root_doc = "docs/index"
include_patterns = ["docs/**", "models/*.md", "models/*/*.md", "notebooks/*.ipynb", "README.md"]
exclude_patterns = ["docs/templates"]

# The notebooks are kept without output: they run when the site is made.
nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_raise_on_error = True

myst_enable_extensions = ["dollarmath", "fieldlist"]
myst_heading_anchors = 4

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

templates_path = ["docs/templates"]  # from the project's folder: that is where pages are read

html_theme = "pydata_sphinx_theme"
html_title = "capsim"
html_theme_options = {"navbar_align": "left", "show_toc_level": 2}


def setup(app: Sphinx) -> None:
    """Let blocks of comma-separated values be shown as they are."""
    app.add_lexer("csv", TextLexer)
