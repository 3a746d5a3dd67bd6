import { openRawDuckDb } from './raw-duckdb-page.ts'

/** The least that a page can do: a file is chosen, DuckDB is opened, the file becomes a table, its size is shown. */
document.querySelector('input')!.addEventListener('change', async (event) => {
  const file = (event.target as HTMLInputElement).files?.[0]
  if (!file) return
  const duckdb = await openRawDuckDb()
  const { rows } = await duckdb.load(file)
  document.querySelector('output')!.textContent = `${rows} rows`
})
