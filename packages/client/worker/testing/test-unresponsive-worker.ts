// A worker that never responds, like one that is blocked by a DuckDB statement.
addEventListener('message', () => undefined)
