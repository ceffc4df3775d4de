"""From where the request comes that is being answered, so that services need not be told."""

from __future__ import annotations

from contextvars import ContextVar

_ADDRESS: ContextVar[str] = ContextVar("address", default="")


def set_address(address: str) -> None:
    """Said by the middleware at the start of a request."""
    _ADDRESS.set(address)


def address_of_request() -> str:
    """The address of the caller, empty outside a request."""
    return _ADDRESS.get()
