"""Reading a resource so that no record is missed: one module for each family of paging."""
