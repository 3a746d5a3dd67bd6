import { openRawDuckDb } from './raw-duckdb-page.ts'

/** The least that a page can do: DuckDB is opened at once, a chosen file becomes a table, its size is shown. */
const opening = openRawDuckDb()

document.querySelector('input')!.addEventListener('change', async (event) => {
  const file = (event.target as HTMLInputElement).files?.[0]
  if (!file) return
  const duckdb = await opening
  const { rows } = await duckdb.load(file)
  document.querySelector('output')!.textContent = `${rows} rows`
})
