"""A server of aw, by its HTTP API."""

import json
import os
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from .errors import AwError
from .table import Table, Validation, table_format, write_source

_final_states = ("completed", "failed", "cancelled")


class Server:
    """A server of aw.

    `token` is an API key or an access token. Default: the variable AW_TOKEN. `timeout` is in seconds, for each request.
    """

    def __init__(self, url, token=None, *, timeout=60):
        self.url = url.rstrip("/")
        self.timeout = timeout
        self._token = token or os.environ.get("AW_TOKEN") or None
        self.workflows = Workflows(self)

    def load(self, source, **settings):
        """Uploads a file, loads it on the server, and returns a `Table`."""
        return self._run_agent("loading", source, settings).table()

    def prepare(self, source, target="cosmo-ready", **settings):
        """Uploads a file, prepares its table for a target, and returns a `Table`."""
        return self._run_agent("preparing", source, {"target": target, **settings}).table()

    def validate(self, source, *, schema=None, info=None, expression=None):
        """Uploads a file, validates its table, and returns a `Validation`."""
        body = {"data_id": self.upload(source)["id"], "wait_seconds": 30}
        if isinstance(schema, (list, tuple)):
            body["columns"] = list(schema)
        elif schema is not None:
            body["schema"] = schema
        if info is not None:
            body["info"] = list(info)
        if expression is not None:
            body["expression"] = expression
        result = Run(self, self.request("POST", "/agents/validate", body)).wait().result()
        report = next((entry["report"] for entry in result["reports"] if "valid" in entry["report"]), {})
        return Validation({**report, "valid": result["valid"] is True})

    def check(self, source, **_options):
        """A server has no check of cells."""
        raise AwError("A server does not check cells.", hint="Use aw_flow.check, which runs on this computer.", code="python.local-only")

    def upload(self, source):
        """Uploads a file, rows, a DataFrame or an Arrow table, and returns the dataset. Equal content is stored once."""
        with tempfile.TemporaryDirectory() as folder:
            path = write_source(source, folder)
            with open(path, "rb") as file:
                content = file.read()
        boundary = uuid.uuid4().hex
        name = os.path.basename(path).replace('"', "").replace("\r", "").replace("\n", "")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return json.loads(self._send("POST", "/data/upload", body, f"multipart/form-data; boundary={boundary}"))

    def run(self, run_id):
        """Returns a run by its id."""
        return Run(self, self.request("GET", f"/runs/{_quote(run_id)}"))

    def request(self, method, path, body=None):
        """Sends a request to the API, such as `request("GET", "/workflows")`, and returns the JSON of the response."""
        content = None if body is None else json.dumps(body).encode()
        text = self._send(method, path, content, "application/json")
        return json.loads(text) if text else None

    def _run_agent(self, agent, source, config):
        body = {"data_id": self.upload(source)["id"], "config": config, "wait_seconds": 30}
        return Run(self, self.request("POST", f"/agents/{agent}/execute", body)).wait()

    def _send(self, method, path, content=None, content_type=None):
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data=content, method=method)
        if content is not None:
            request.add_header("Content-Type", content_type)
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                return response.read()
        except urllib.error.HTTPError as cause:
            raise _read_error(cause.read(), cause.code) from cause
        except urllib.error.URLError as cause:
            raise AwError(
                f"{self.url} did not respond: {cause.reason}.", hint="Check the URL and that the server runs.", code="python.unreachable"
            ) from cause


class Workflows:
    """The workflows of a server."""

    def __init__(self, server):
        self._server = server

    def list(self):
        """Returns the workflows of the first page."""
        return self._server.request("GET", "/workflows")["items"]

    def get(self, workflow_id):
        """Returns a workflow by its id."""
        return self._server.request("GET", f"/workflows/{_quote(workflow_id)}")

    def create(self, workflow):
        """Stores a workflow: its document as a dictionary."""
        return self._server.request("POST", "/workflows", workflow)

    def import_file(self, path):
        """Imports a file: a workflow of aw or of another tool. The workflow is a draft, and nothing runs."""
        types = {"json": "application/json", "yaml": "application/yaml", "yml": "application/yaml", "py": "text/x-python"}
        with open(path, "rb") as file:
            content = file.read()
        content_type = types.get(os.fspath(path).rsplit(".", 1)[-1].lower(), "application/octet-stream")
        return json.loads(self._server._send("POST", "/workflows/import", content, content_type))

    def delete(self, workflow_id):
        """Moves a workflow to the trash."""
        self._server.request("DELETE", f"/workflows/{_quote(workflow_id)}")

    def run(self, workflow_id, source=None, *, data=None, wait=True, timeout=None):
        """Runs a workflow with an input file, rows, a DataFrame or data for its trigger, and returns the `Run`."""
        body = {"workflow_id": workflow_id}
        if source is not None:
            body["input_data_id"] = self._server.upload(source)["id"]
        if data is not None:
            body["trigger_data"] = data
        run = Run(self._server, self._server.request("POST", "/runs", body))
        return run.wait(timeout) if wait else run


class Run:
    """A run on a server."""

    def __init__(self, server, fields):
        self._server = server
        self.id = fields.get("run_id") or fields["id"]
        self.status = fields["status"]
        self.fields = fields

    def refresh(self):
        """Reads the status again."""
        self.fields = self._server.request("GET", f"/runs/{_quote(self.id)}")
        self.status = self.fields["status"]
        return self

    def wait(self, timeout=None):
        """Waits until the run ends, and returns it. Raises an error if it does not complete, or not in time (seconds)."""
        end = None if timeout is None else time.monotonic() + timeout
        delay = 0.1
        while self.status not in _final_states:
            if self.status == "waiting":
                raise AwError(f"The run {self.id} waits for a decision or an event.", hint="Decide it in the studio.", code="python.waiting")
            if end is not None and time.monotonic() > end:
                raise AwError(f"The run {self.id} did not end within {timeout} seconds.", code="python.timeout")
            time.sleep(delay)
            delay = min(delay * 1.5, 2)
            self.refresh()
        if self.status != "completed":
            problem = self.fields.get("problem") or self.fields.get("error") or {}
            fields = problem if isinstance(problem, dict) else {"message": str(problem)}
            message = fields.get("message") or f"The run {self.id} ended as {self.status}."
            raise AwError(message, code=fields.get("code") or "python.run-failed", hint=fields.get("hint"))
        return self

    def cancel(self):
        """Cancels the run."""
        self._server.request("POST", f"/runs/{_quote(self.id)}/cancel")
        return self.refresh()

    def result(self):
        """Returns the result: its tables, reports and validity."""
        return self._server.request("GET", f"/runs/{_quote(self.id)}/result")

    def table(self, node=None):
        """Returns the table of a node as a `Table`. Default: the last node."""
        file_format = table_format()
        query = urllib.parse.urlencode({"format": file_format, **({"node": node} if node else {})})
        content = self._server._send("GET", f"/runs/{_quote(self.id)}/result?{query}")
        return Table(content, file_format, self.fields)


def _quote(identifier):
    return urllib.parse.quote(str(identifier), safe="")


def _read_error(body, status):
    try:
        problem = json.loads(body).get("error") or {}
    except (ValueError, AttributeError):
        problem = {}
    message = problem.get("message") or f"The server responded with the status {status}."
    return AwError(message, code=problem.get("code"), hint=problem.get("hint"), status=status)
