"""Reading a resource so that no record is missed: one module per pagination type."""
