"""HTTP access to ServiceTitan: token, rate limits, retries, memory. Knows no endpoint by name."""
