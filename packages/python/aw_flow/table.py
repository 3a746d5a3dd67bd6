"""Tables as rows, DataFrames or Arrow, and what can be the source of a table."""

import importlib.util
import json
import os

from .errors import AwError


def has_module(name):
    """Whether a package is installed. It is imported only when it is used."""
    return importlib.util.find_spec(name) is not None


def require_module(name, purpose):
    """Imports an optional package, or raises an error that says how to install it."""
    if not has_module(name):
        raise AwError(f"{purpose} needs the package {name}.", hint=f"Install it: pip install {name}", code="python.missing-package")
    return __import__(name)


class Table:
    """A table, as one line of JSON for each row, or as an Arrow file if pyarrow is installed.

    `report` states how the table was read or prepared.
    """

    def __init__(self, content, file_format, report=None):
        self._content = content
        self._format = file_format
        self.report = report

    def rows(self):
        """Returns a list with a dictionary for each row."""
        if self._format == "arrow":
            return self.to_arrow().to_pylist()
        return [json.loads(line) for line in self._content.decode("utf-8").splitlines() if line]

    def to_pandas(self):
        """Returns a pandas.DataFrame."""
        pandas = require_module("pandas", "A DataFrame")
        if self._format == "arrow":
            return self.to_arrow().to_pandas()
        return pandas.DataFrame(self.rows())

    def to_arrow(self):
        """Returns a pyarrow.Table."""
        pyarrow = require_module("pyarrow", "An Arrow table")
        if self._format != "arrow":
            return pyarrow.Table.from_pylist(self.rows())
        import pyarrow.ipc

        # `.arrow` is the file format of Arrow, which begins with these bytes; a stream has none.
        open_content = pyarrow.ipc.open_file if self._content.startswith(b"ARROW1") else pyarrow.ipc.open_stream
        return open_content(self._content).read_all()

    def __len__(self):
        return self.to_arrow().num_rows if self._format == "arrow" else len(self.rows())

    def __iter__(self):
        return iter(self.rows())


class Validation:
    """The result of a validation. It is true if the table is valid."""

    def __init__(self, report):
        self.report = report
        self.valid = report["valid"]

    def __bool__(self):
        return self.valid


class Check:
    """The result of a check: `findings` has a dictionary for each suspicious cell."""

    def __init__(self, report, findings):
        self.report = report
        self.findings = findings

    def __len__(self):
        return len(self.findings)

    def __iter__(self):
        return iter(self.findings)


def table_format():
    """The format in which tables are exchanged: Arrow keeps types that JSON does not have."""
    return "arrow" if has_module("pyarrow") else "jsonl"


def write_source(source, folder):
    """Returns the path or URL of a source. Rows, DataFrames and Arrow tables are written to the folder first."""
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source)
    kind = type(source).__module__.split(".")[0]
    if kind == "pandas":
        path = os.path.join(folder, "table.csv")
        source.to_csv(path, index=False)
    elif kind == "pyarrow":
        import pyarrow

        path = os.path.join(folder, "table.arrow")
        with pyarrow.OSFile(path, "wb") as sink, pyarrow.ipc.new_file(sink, source.schema) as writer:
            writer.write_table(source)
    elif isinstance(source, (list, tuple)) and all(isinstance(row, dict) for row in source):
        path = os.path.join(folder, "table.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in source)
    else:
        raise AwError(
            f"{type(source).__name__} is not a source of a table.",
            hint="Use a path, a URL, a list of dictionaries, a pandas.DataFrame or a pyarrow.Table.",
            code="python.unknown-source",
        )
    return path
