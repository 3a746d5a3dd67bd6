import type { Sample } from '../measure.ts'
import { openFreshBrowser } from './start-contender.ts'

/**
 * Opens the editor and a first file over a slow network in a new browser. `interactive`: ms from the URL until a click on
 * the palette has drawn a node. `result`: ms from the URL to the rows of a file that is chosen immediately afterward.
 * Throws if DuckDB was fetched before the file was chosen, or without Brotli.
 */
export async function openOverSlowNetwork(studio: string, file: string, rows: number): Promise<Sample> {
  const browser = await openFreshBrowser()
  try {
    const page = await browser.context.newPage()
    const earlyRequests: string[] = []
    const uncompressed: string[] = []
    let isFileChosen = false
    browser.context.on('request', (request) => {
      if (!isFileChosen && request.url().endsWith('.wasm')) earlyRequests.push(request.url())
    })
    browser.context.on('response', (response) => {
      const { 'content-encoding': encoding } = response.headers()
      if (response.url().endsWith('.wasm') && encoding !== 'br' && !response.fromServiceWorker())
        uncompressed.push(response.url())
    })
    await page.goto(`${studio}/workflows/cosmo-ready`, { waitUntil: 'commit' })
    const interactive = await page.evaluate(() => window.benchStudio.clickPalette())
    await page.getByRole('button', { name: 'Undo' }).click()
    isFileChosen = true
    const start = performance.now()
    await page.locator('input[type=file]').setInputFiles(file)
    const { state, rows: resultRows, problem } = await page.evaluate(() => window.benchStudio.runToResult())
    const result = interactive + performance.now() - start
    if (state !== 'completed' || resultRows !== rows)
      throw new Error(`The run ${state} with ${resultRows} rows: ${problem}`)
    if (earlyRequests.length > 0) throw new Error(`Fetched before a file was chosen: ${earlyRequests.join(', ')}`)
    if (uncompressed.length > 0) throw new Error(`Sent without Brotli: ${uncompressed.join(', ')}`)
    if (browser.errors.length > 0) throw new Error(`${page.url()} reported: ${browser.errors.join('; ')}`)
    return { interactive, result }
  } finally {
    await browser.close()
  }
}
