// A worker that never answers: what a statement that blocks DuckDB looks like from the page.
addEventListener('message', () => undefined)
