"""Credentials of the sandbox's only application: made up and public."""

CLIENT_ID = "cid.sandbox"
CLIENT_SECRET = "cs1.sandbox-secret"  # noqa: S105 - opens nothing but the sandbox
APP_KEY = "ak1.sandbox"
TENANT_ID = 1234567890

HOST = "127.0.0.1"
PORT = 54330
