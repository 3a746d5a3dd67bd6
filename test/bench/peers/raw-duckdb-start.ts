import { openRawDuckDb } from './raw-duckdb-page.ts'

/**
 * A minimal page that immediately opens DuckDB, creates a table from the selected file, and shows the number of rows.
 */
const opening = openRawDuckDb()

document.querySelector('input')!.addEventListener('change', async (event) => {
  const file = (event.target as HTMLInputElement).files?.[0]
  if (!file) return
  const duckdb = await opening
  const { rows } = await duckdb.load(file)
  document.querySelector('output')!.textContent = `${rows} rows`
})
