"""HTTP access to ServiceTitan: token, rates, retries, memory. Knows no endpoint by name."""
