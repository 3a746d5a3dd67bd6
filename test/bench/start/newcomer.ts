import type { Locator } from '@playwright/test'
import { dropFile } from '../../e2e/support/drop-file.ts'
import type { Sample } from '../measure.ts'
import { openFreshBrowser } from './start-contender.ts'

/** Times of a user in ms: reading a word at 238 words per minute (Brysbaert 2019), clicking, finding a file. */
const userTimes = { word: 60_000 / 238, press: 1_500, file: 5_000 }

/**
 * Simulates a first-time user who only follows the page: reads the card on the home page, drops a file on it, and looks for
 * rows. `seconds` is the time from the URL to the first rows. The machine's time is measured; the user's is estimated from
 * the number of words.
 */
export async function simulateNewcomer(studio: string, file: string): Promise<Sample> {
  const browser = await openFreshBrowser()
  try {
    const page = await browser.context.newPage()
    const start = performance.now()
    await page.goto(`${studio}/`)
    const card = page.getByRole('region', { name: 'Prepare a messy file' })
    await card.waitFor()
    const words = await countWords(card)
    await dropFile(card, file)
    await page.locator('aw-workflow-editor aw-results').getByRole('gridcell').first().waitFor()
    const machineTime = performance.now() - start
    if (browser.errors.length > 0) throw new Error(`${page.url()} reported: ${browser.errors.join('; ')}`)
    const reading = words * userTimes.word
    return { seconds: (machineTime + reading + userTimes.file + userTimes.press) / 1000, words }
  } finally {
    await browser.close()
  }
}

/** Number of visible words, in all shadow roots. */
const countWords = (part: Locator): Promise<number> => part.evaluate((element) => window.benchStudio.words(element))
