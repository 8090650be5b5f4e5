"""What the tests of the interfaces share."""

import pytest

from tests.interfaces.commands import Shell


@pytest.fixture
def steppe(monkeypatch, capsys):
    """Type a command: exit code, standard output, standard error."""
    return Shell(monkeypatch, capsys)
