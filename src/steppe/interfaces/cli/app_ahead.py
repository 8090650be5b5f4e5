"""The commands that learn from published counts and look ahead; see ``app.py``."""

from __future__ import annotations

from steppe.interfaces.cli.calibrate import calibrate
from steppe.interfaces.cli.forecast import forecast
from steppe.interfaces.cli.hindcast import hindcast
from steppe.interfaces.cli.surprise import surprise
from steppe.interfaces.cli.sweep import sweep

COMMANDS = (calibrate, forecast, hindcast, surprise, sweep)
