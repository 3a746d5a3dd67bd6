import type { Locator } from '@playwright/test'
import { dropFile } from '../../e2e/support/drop-file.ts'
import type { Sample } from '../measure.ts'
import { freshBrowser } from './start-contender.ts'

/** Times of a user in ms: reading a word at 238 words per minute (Brysbaert 2019), clicking, finding a file. */
const person = { word: 60_000 / 238, press: 1_500, file: 5_000 }

/**
 * Simulates a first-time user who only follows the page: reads the card on the home page, drops a file on it, and looks for
 * rows. `seconds` is the time from the URL to the first rows. The machine's time is measured; the user's is estimated from
 * the number of words.
 */
export async function newcomer(studio: string, file: string): Promise<Sample> {
  const browser = await freshBrowser()
  try {
    const page = await browser.context.newPage()
    const begin = performance.now()
    await page.goto(`${studio}/`)
    const card = page.getByRole('region', { name: 'Prepare a messy file' })
    await card.waitFor()
    const words = await wordsOf(card)
    await dropFile(card, file)
    await page.locator('aw-workflow-editor aw-results').getByRole('gridcell').first().waitFor()
    const machine = performance.now() - begin
    if (browser.errors.length > 0) throw new Error(`${page.url()} reported: ${browser.errors.join('; ')}`)
    const reading = words * person.word
    return { seconds: (machine + reading + person.file + person.press) / 1000, words }
  } finally {
    await browser.close()
  }
}

/** Number of visible words, in all shadow roots. */
const wordsOf = (part: Locator): Promise<number> => part.evaluate((element) => window.benchStudio.words(element))
