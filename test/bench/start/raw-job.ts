import type { FileJob } from './start-contender.ts'

/** Raw DuckDB-WASM on the same file: `read_csv` into a table, without preparation or checks. */
export const rawJob = (origin: string): FileJob => ({
  async open(page) {
    await page.goto(`${origin}/peers/raw-duckdb.html`)
  },
  async work(page, file) {
    await page.locator('input[type=file]').setInputFiles(file)
    const output = page.locator('output:not(:empty)')
    await output.waitFor({ timeout: 300_000 })
    return Number.parseInt((await output.textContent()) ?? '', 10)
  },
})
