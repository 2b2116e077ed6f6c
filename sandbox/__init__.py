"""A local look-alike of the ServiceTitan API for demos and tests.

``with sandbox.serve(scale=0.02) as server:`` runs one in a thread, ``python -m sandbox`` in the
foreground. The data is made up. Seed, scale, tenant and day decide every byte of it.
"""

try:
    from sandbox.server import PortTakenError, Server, build, serve
except ModuleNotFoundError as missing:
    if missing.name not in {"starlette", "uvicorn"}:
        raise
    raise ModuleNotFoundError(
        f"The sandbox needs {missing.name}: pip install 'servicetitan-warehouse[sandbox]'",
        name=missing.name,
    ) from None

__all__ = ["PortTakenError", "Server", "build", "serve"]
