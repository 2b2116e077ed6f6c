"""Credentials of the sandbox's application: made up and public."""

CLIENT_ID = "cid.sandbox"
CLIENT_SECRET = "cs1.sandbox-secret"  # noqa: S105 - opens nothing but the sandbox
APP_KEY = "ak1.sandbox"
TENANT_ID = 1234567890


def client_of(tenant: int) -> tuple[str, str]:
    """The client id and secret with which the application reads this tenant and no other.

    The plain ones above read all of a sandbox's tenants.
    """
    return f"cid.{tenant}", f"cs1.{tenant}"


HOST = "127.0.0.1"
PORT = 54330
