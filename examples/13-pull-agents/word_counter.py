"""Counts the words in a text."""

import os
import signal
import threading

from pull_agent import run_pull_agent

stop_event = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop_event.set())


def perform(step, cancel_event):
    # Uses the value of the input port if it is a string, otherwise the node's setting.
    value = step["input"].get("value")
    text = value if isinstance(value, str) else str(step["input"]["input"].get("text", ""))
    return {"words": len(text.split())}


run_pull_agent(
    os.environ.get("AW_SERVER", "http://localhost:3000"), os.environ.get("AW_AGENT_TOKEN", ""), perform, stop_event
)
