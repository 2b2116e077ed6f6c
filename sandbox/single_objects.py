"""The few operations that return one object instead of records."""

from __future__ import annotations

from loader.api_spec import Operation
from sandbox.problems import invalid
from sandbox.queries import Parameters
from sandbox.store import Store


def single_object(store: Store, operation: Operation, given: Parameters) -> bytes:
    """The object, the same each time.

    Raises:
        ApiError: 400: A required parameter is missing.
    """
    for name in operation.required:
        if not given.get(name.lower()):
            raise invalid(name, f"The {name} field is required.")
    return store.example(operation.path, operation.fields)
