// A worker that never answers, like a worker that is blocked by a DuckDB statement.
addEventListener('message', () => undefined)
