// A worker that never answers, like one that a DuckDB statement blocks.
addEventListener('message', () => undefined)
