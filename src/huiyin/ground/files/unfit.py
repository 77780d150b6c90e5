"""The child's way of saying no. It knows no Django, so the parent turns the code into a `FileRefused`."""


class Unfit(Exception):
    """A file that will not be taken: `code` names the refusal, `params` fill its sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
