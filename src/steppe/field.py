"""What one named value may be: unit, range, default, meaning. The registries are made of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "name", "number", "integer", "yes/no", "date", "choice", "numbers"]


@dataclass(frozen=True, slots=True)
class Field:
    """
    One column or one setting.

    Parameters
    ----------
    name
        The word used in files, on the command line and in Python.
    type
        What kind of value it holds.  A ``"name"`` is matched with other names, so
        blanks around it do not count; a ``"text"`` is kept as it is.
    meaning
        One sentence for a person who fills it in.
    default
        Value when the cell is empty or the setting absent; ``None`` where a
        table column has none.
    required
        An empty cell is an error.
    unit
        Of a number, such as ``"km"``.
    minimum, maximum
        Inclusive bounds of a number.
    choices
        Allowed words of a choice.
    section
        Table, or heading of ``scenario.toml``, the field belongs to.
    """

    name: str
    type: FieldType
    meaning: str
    default: object = None
    required: bool = False
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    section: str = ""
