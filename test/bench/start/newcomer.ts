import type { Locator } from '@playwright/test'
import { dropFile } from '../../e2e/support/drop-file.ts'
import type { Sample } from '../measure.ts'
import { freshBrowser } from './start-contender.ts'

/** What a person takes, in ms: a word at 238 words a minute (Brysbaert 2019), to point and press, to find a file. */
const person = { word: 60_000 / 238, press: 1_500, file: 5_000 }

/**
 * Somebody who has never been here, and does only what the page says: reads the card on the first page whole, drops a file
 * on it, and looks for rows. `seconds` from the address to the first rows; the machine's time is measured, the person's is
 * counted by what there is to read.
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
    if (browser.faults.length > 0) throw new Error(`${page.url()} reported: ${browser.faults.join('; ')}`)
    const reading = words * person.word
    return { seconds: (machine + reading + person.file + person.press) / 1000, words }
  } finally {
    await browser.close()
  }
}

/** How many words a person sees there, in whatever shadow root. */
const wordsOf = (part: Locator): Promise<number> => part.evaluate((element) => window.benchStudio.words(element))
