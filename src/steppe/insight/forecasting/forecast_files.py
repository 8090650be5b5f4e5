"""
A forecast as files: a table at its horizons, all its days, one JSON object, one picture.

``forecast.csv`` is :meth:`Forecast.table` as it is; ``courses.parquet`` has the
quantiles of every day; ``forecast.json`` says how it was made.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steppe.insight.compare_files import write_record, write_table
from steppe.insight.forecasting.ahead import Forecast
from steppe.insight.forecasting.ahead_words import skill_words
from steppe.scenario.written import filled_aside, require_empty

if TYPE_CHECKING:
    from steppe.scenario.model import Scenario

TABLE, COURSES, RECORD = "forecast.csv", "courses.parquet", "forecast.json"


def write_forecast(
    forecast: Forecast,
    folder: Path,
    *,
    scenario: Scenario | None = None,
    command: str = "",
    figure: bool = True,
) -> None:
    """
    Write a forecast into a folder that appears whole.

    Parameters
    ----------
    forecast
        What to write.
    folder
        New, or empty.
    scenario
        The world that was forecast, for the counts in the picture.
    command
        What asked for it, to be recorded.
    figure
        Whether to draw the picture.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing has changed then.
    UsageError
        Where the world has other series than the forecast.
    """
    require_empty(folder)
    with filled_aside(folder) as aside:
        write_table(forecast.table(), aside / TABLE)
        forecast.courses().write_parquet(aside / COURSES)
        record = {**forecast.to_json(), "skill_words": skill_words(forecast), "command": command}
        write_record(record, aside / RECORD)
        if figure:
            from steppe.insight.forecast_figure import plot_forecast

            plot_forecast(forecast, aside, scenario)
