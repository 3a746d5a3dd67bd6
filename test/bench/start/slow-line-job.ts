import type { Sample } from '../measure.ts'
import { freshBrowser } from './start-contender.ts'

/**
 * Opens the editor and a first file over a slow network in a new browser. `interactive`: ms from the URL until a click on
 * the palette has drawn a node. `result`: ms from the URL to the rows of a file that is chosen immediately afterward.
 * Throws if DuckDB was fetched before the file was chosen, or without Brotli.
 */
export async function overSlowLine(studio: string, file: string, rows: number): Promise<Sample> {
  const browser = await freshBrowser()
  try {
    const page = await browser.context.newPage()
    const asked: string[] = []
    const plain: string[] = []
    let given = false
    browser.context.on('request', (request) => {
      if (!given && request.url().endsWith('.wasm')) asked.push(request.url())
    })
    browser.context.on('response', (response) => {
      const { 'content-encoding': encoding } = response.headers()
      if (response.url().endsWith('.wasm') && encoding !== 'br' && !response.fromServiceWorker())
        plain.push(response.url())
    })
    await page.goto(`${studio}/workflows/cosmo-ready`, { waitUntil: 'commit' })
    const interactive = await page.evaluate(() => window.benchStudio.clickPalette())
    await page.getByRole('button', { name: 'Undo' }).click()
    given = true
    const begin = performance.now()
    await page.locator('input[type=file]').setInputFiles(file)
    const { state, rows: made, problem } = await page.evaluate(() => window.benchStudio.runToResult())
    const result = interactive + performance.now() - begin
    if (state !== 'completed' || made !== rows) throw new Error(`The run ${state} with ${made} rows: ${problem}`)
    if (asked.length > 0) throw new Error(`Fetched before a file was chosen: ${asked.join(', ')}`)
    if (plain.length > 0) throw new Error(`Sent without Brotli: ${plain.join(', ')}`)
    if (browser.errors.length > 0) throw new Error(`${page.url()} reported: ${browser.errors.join('; ')}`)
    return { interactive, result }
  } finally {
    await browser.close()
  }
}
