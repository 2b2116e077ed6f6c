"""A local look-alike of the ServiceTitan API for demos and tests.

``with sandbox.serve(scale=0.02) as server:`` runs one in a thread, ``python -m sandbox`` in the
foreground. The data is made up. Seed, scale, tenant and day decide every byte of it.
"""

from sandbox.server import PortTakenError, Server, build, serve

__all__ = ["PortTakenError", "Server", "build", "serve"]
