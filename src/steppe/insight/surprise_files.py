"""What left the band as files: a table, one JSON object, and the picture of the forecast with it marked."""

from __future__ import annotations

from pathlib import Path

from steppe.insight.compare_files import write_record, write_table
from steppe.insight.surprise import Surprise
from steppe.scenario.model import Scenario
from steppe.scenario.written import filled_aside, require_empty

TABLE, RECORD, NAME = "surprise.csv", "surprise.json", "surprise"


def write_surprise(
    found: Surprise, scenario: Scenario, folder: Path, *, command: str = "", figure: bool = True
) -> None:
    """
    Write a surprise into a folder that appears whole.

    Parameters
    ----------
    found
        What to write.
    scenario
        The world that was forecast.
    folder
        New, or empty.
    command
        What asked for it, to be recorded.
    figure
        Whether to draw the picture.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing has changed then.
    """
    require_empty(folder)
    with filled_aside(folder) as aside:
        write_table(found.table(), aside / TABLE)
        write_record({**found.to_json(), "command": command}, aside / RECORD)
        if figure:
            from steppe.insight.forecast_figure import plot_forecast

            plot_forecast(found.forecast, aside, scenario, since=found.since, name=NAME)
