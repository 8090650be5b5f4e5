"""The commands that learn from published counts and look ahead; see ``app.py``."""

from __future__ import annotations

from steppe.interfaces.cli.sweep import sweep

COMMANDS = (sweep,)
