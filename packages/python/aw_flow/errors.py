"""The error that all functions raise."""


class AwError(Exception):
    """A problem that `aw` or a server reported.

    `code` names the kind of the problem, such as `file.missing`, and is None if there is none. `hint` says what to do.
    `status` is the status of the HTTP response, or the exit code of the program.
    """

    def __init__(self, message, *, code=None, hint=None, status=None):
        super().__init__(message if not hint else f"{message} {hint}")
        self.message = message
        self.code = code
        self.hint = hint
        self.status = status
