"""A client for pull agents. It needs only the standard library of Python 3.8 or later."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.request


class RetryError(Exception):
    """Raise this error from `perform` if a retry may succeed."""


def run_pull_agent(server, token, perform, stop_event=None, on_error=print):
    """Claims and performs steps, one at a time, until `stop_event` is set. Stopping takes up to 25 seconds.

    `perform(step, cancel_event)` returns the output of a step. `cancel_event` is set when the run no longer needs the
    step.
    """
    stop_event = stop_event or threading.Event()
    delay = 1.0
    while not stop_event.is_set():
        try:
            status, step = _post(server, "claim?wait=25", token)
            delay = 1.0
            if status == 200:
                _handle_step(server, step, perform, on_error)
        except OSError as cause:
            # For example, the server is restarting or the token is wrong.
            on_error(cause)
            stop_event.wait(delay)
            delay = min(delay * 2, 30.0)


def _handle_step(server, step, perform, on_error):
    token = step.pop("token")
    cancel_event = threading.Event()
    done_event = threading.Event()

    def send_heartbeats():
        while not done_event.wait(step["lease_seconds"] / 3):
            try:
                status, _ = _post(server, step["id"] + "/heartbeat", token, accepted=(404, 409, 410))
                if status != 200:
                    cancel_event.set()
                    return
            except OSError as cause:
                on_error(cause)

    threading.Thread(target=send_heartbeats, daemon=True).start()
    try:
        try:
            result = {"output": perform(step, cancel_event)}
            json.dumps(result, allow_nan=False)
        except Exception as cause:
            message = str(cause)[:2000] or type(cause).__name__
            result = {"error": {"message": message, "retry": isinstance(cause, RetryError)}}
        if not cancel_event.is_set():
            _send_result(server, step, token, result, on_error)
    finally:
        done_event.set()


def _send_result(server, step, token, result, on_error):
    """Sends a result until the server has stored it. A repeated result is stored once."""
    delay = 0.5
    while True:
        try:
            body = dict(result, run_id=step["run_id"], node=step["node"])
            status, response = _post(server, step["id"] + "/result", token, body, (400, 404, 409, 410, 413, 422))
            if status in (400, 413, 422) and "output" in result:
                message = ("The server rejected the result: " + json.dumps(response))[:2000]
                result = {"error": {"message": message}}
                continue
            return
        except OSError as cause:
            on_error(cause)
            time.sleep(delay)
            delay = min(delay * 2, 10.0)


def _post(server, path, token, body=None, accepted=()):
    """Returns the status and the JSON of a response. Raises OSError for other failures."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Authorization": "Bearer " + token}
    if body is not None:
        headers["Content-Type"] = "application/json"
    address = server.rstrip("/") + "/api/v1/agent-steps/" + path
    request = urllib.request.Request(address, data=data, headers=headers, method="POST")
    try:
        return _read(request, path, accepted)
    except (http.client.HTTPException, ValueError) as failure:
        # The server stopped while it was responding, or a proxy responded instead.
        raise OSError("%s: no complete response: %r" % (path, failure)) from None


def _read(request, path, accepted):
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            text = response.read()
            return response.status, json.loads(text) if text else None
    except urllib.error.HTTPError as failure:
        text = failure.read().decode(errors="replace")
        if failure.code not in accepted:
            raise OSError("%s: %d %s" % (path, failure.code, text)) from None
        try:
            return failure.code, json.loads(text)
        except ValueError:
            return failure.code, text
