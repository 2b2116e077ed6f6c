"""A local look-alike of the ServiceTitan API for demos and tests.

``with sandbox.serve(scale=0.02) as server:`` runs one in a thread; ``python -m sandbox`` runs one
for a human. The data is made up, and the same for the same seed, scale, tenant and day.
"""

from sandbox.server import PortTakenError, Server, build, serve

__all__ = ["PortTakenError", "Server", "build", "serve"]
