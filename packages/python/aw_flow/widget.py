"""The workflow editor in a notebook. Needs the packages anywidget and traitlets; importing this module without them raises AwError."""

import os
import pathlib
import tempfile

from .errors import AwError
from .table import Table, require_module, write_source

_anywidget = require_module("anywidget", "The notebook widget")
_traitlets = require_module("traitlets", "The notebook widget")


def find_page(path=None):
    """Returns the content of `aw-page.html`: of `path`, of AW_PAGE, or of @aw-flow/embed in the current folder."""
    places = [path or os.environ.get("AW_PAGE"), "node_modules/@aw-flow/embed/dist/aw-page.html"]
    for place in places:
        if place and os.path.isfile(place):
            return pathlib.Path(place).read_bytes()
    raise AwError(
        "The page of the editor was not found.",
        hint="Install it (npm i @aw-flow/embed), or set AW_PAGE to the path of aw-page.html.",
        code="python.missing-page",
    )


class Editor(_anywidget.AnyWidget):
    """Shows a workflow and runs it in the browser.

    The notebook keeps the state: `workflow` is the document, `state` the state of the last run, and `problem` the code of what is wrong
    with the document. `open` adds a file, rows, a DataFrame or an Arrow table; `table` returns the result of the last run.
    """

    _esm = pathlib.Path(__file__).with_name("widget.js")
    page = _traitlets.Bytes().tag(sync=True)
    workflow = _traitlets.Dict().tag(sync=True)
    files = _traitlets.List().tag(sync=True)
    result = _traitlets.Bytes().tag(sync=True)
    state = _traitlets.Unicode("").tag(sync=True)
    problem = _traitlets.Unicode("").tag(sync=True)
    height = _traitlets.Int(600).tag(sync=True)

    def __init__(self, workflow=None, page=None, **options):
        super().__init__(page=find_page(page), workflow=workflow or {}, **options)

    def open(self, source, name=None):
        """Adds the data of a source to the editor, which lists it as a file."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(write_source(source, folder))
            self.files = [*self.files, {"name": name or path.name, "content": path.read_bytes()}]

    def table(self):
        """Returns the result of the last run as a Table, whose Arrow file needs pyarrow."""
        if not self.result:
            raise AwError("No run has returned a table.", hint="Press Run in the editor.", code="python.no-result")
        return Table(bytes(self.result), "arrow")
