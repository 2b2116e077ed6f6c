"""Commands of this checkout that are no part of the loader."""
