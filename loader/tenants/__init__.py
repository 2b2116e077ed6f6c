"""One job for many tenants: a pool of worker processes that take tenant after tenant from a queue.

A job is a function of a tenant's settings. The pool knows nothing of what it does: the command line
brings the job, and shows what the pool tells.
"""
