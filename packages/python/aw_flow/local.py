"""The program `aw` on this computer."""

import csv
import json
import os
import shlex
import shutil
import subprocess
import tempfile

from .errors import AwError
from .table import Check, Table, Validation, table_format, write_source


class Local:
    """Runs `aw` as a process. Nothing leaves this computer, except what the options ask for.

    `command` is the program with its arguments, such as `["npx", "aw"]`. Default: the variable AW_COMMAND, or `aw`.
    `timeout` is in seconds. By default, a call waits until the program ends.
    """

    def __init__(self, command=None, *, timeout=None):
        self.command = list(command) if command else shlex.split(os.environ.get("AW_COMMAND", "aw"))
        self.timeout = timeout

    def load(self, source, **settings):
        """Detects the format of a file, loads it, and returns a `Table`.

        Settings override what is detected: encoding, delimiter, header, entry, part, records.
        """
        with tempfile.TemporaryDirectory() as folder:
            overrides = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
            out = os.path.join(folder, f"result.{table_format()}")
            report = self._run_json("load", write_source(source, folder), "--out", out, *overrides)
            return _read_table(out, report)

    def prepare(self, source, target="cosmo-ready", *, plan=None, label=None, seed=None):
        """Loads a file, prepares its table for a target (cosmo-ready, ml-ready, generic), and returns a `Table`.

        `plan` is a plan that an earlier preparation returned as `table.plan`: it is applied instead of a new one.
        """
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, f"result.{table_format()}")
            plan_path = os.path.join(folder, "plan.json")
            words = ["--target", target, "--out", out, "--plan", plan_path]
            if plan is not None:
                applied = _write_json(folder, "applied.json", plan)
                words += ["--apply", applied]
            if label is not None:
                words += ["--label", label]
            if seed is not None:
                words += ["--seed", str(seed)]
            report = self._run_json("prepare", write_source(source, folder), *words)
            table = _read_table(out, report)
            table.plan = _read_json(plan_path) if os.path.exists(plan_path) else plan
            return table

    def validate(self, source, *, schema=None, info=None, expression=None):
        """Validates a table, and returns a `Validation`.

        `schema` is a list of column names, or a schema as a dictionary. `info` is a list of conditions on the profile, such
        as `columns.price.nullShare < 0.05`. `expression` is true for a valid row.
        """
        with tempfile.TemporaryDirectory() as folder:
            words = []
            if schema is not None:
                content = {"columns": list(schema)} if isinstance(schema, (list, tuple)) else schema
                words += ["--schema", _write_json(folder, "schema.json", content)]
            if info is not None:
                words += ["--info", _write_json(folder, "info.json", list(info))]
            if expression is not None:
                words += ["--expression", expression]
            return Validation(self._run_json("validate", write_source(source, folder), *words, exit_codes=(0, 1)))

    def check(self, source, *, sensitivity="balanced"):
        """Finds suspicious cells, and returns a `Check` with a dictionary for each: row, column, value, repair, reason."""
        with tempfile.TemporaryDirectory() as folder:
            errors = os.path.join(folder, "errors.csv")
            words = ["--sensitivity", sensitivity, "--errors", errors]
            report = self._run_json("check", write_source(source, folder), *words, exit_codes=(0, 1))
            with open(errors, encoding="utf-8-sig", newline="") as file:
                return Check(report, list(csv.DictReader(file)))

    def _run_json(self, *words, exit_codes=(0,)):
        return json.loads(self._run(*words, "--json", exit_codes=exit_codes))

    def _run(self, *words, exit_codes=(0,)):
        program = shutil.which(self.command[0])
        if program is None:
            raise AwError(
                f"The program {self.command[0]} was not found.",
                hint="Install it with npm i -g @aw-flow/cli, or set AW_COMMAND.",
                code="python.missing-program",
            )
        try:
            # Arguments are passed as a list, so no shell interprets a file name.
            done = subprocess.run(
                [program, *self.command[1:], *words], capture_output=True, timeout=self.timeout, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as cause:
            raise AwError(
                f"aw {words[0]} did not end within {self.timeout} seconds.", hint="Use a larger timeout.", code="python.timeout"
            ) from cause
        out = done.stdout.decode("utf-8", "replace")
        # A failed command prints its problem instead of a report.
        if done.returncode not in exit_codes or not out.lstrip().startswith("{"):
            message = done.stderr.decode("utf-8", "replace").strip() or out.strip()
            raise AwError(message or f"aw {words[0]} ended with the exit code {done.returncode}.", status=done.returncode)
        return out


def _read_table(path, report):
    with open(path, "rb") as file:
        return Table(file.read(), path.rsplit(".", 1)[1], report)


def _read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def _write_json(folder, name, value):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)
    return path
