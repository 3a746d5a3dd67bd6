"""Load, prepare, validate and check tables, and run workflows, with aw.

The functions of this module use the program `aw` on this computer. `Server` does the same on a server, and runs workflows.
"""

from .errors import AwError
from .local import Local
from .server import Run, Server, Workflows
from .table import Check, Table, Validation

__all__ = ["AwError", "Check", "Local", "Run", "Server", "Table", "Validation", "Workflows", "check", "load", "prepare", "validate"]


def load(source, **settings):
    """Detects the format of a file, and loads it. See `Local.load`."""
    return Local().load(source, **settings)


def prepare(source, target="cosmo-ready", **options):
    """Loads a file, and prepares its table for a target. See `Local.prepare`."""
    return Local().prepare(source, target, **options)


def validate(source, **conditions):
    """Validates a table against a schema, conditions or an expression. See `Local.validate`."""
    return Local().validate(source, **conditions)


def check(source, **options):
    """Finds suspicious cells, and proposes repairs. See `Local.check`."""
    return Local().check(source, **options)
