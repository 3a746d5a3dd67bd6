import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Sample } from '../measure.ts'
import { freshBrowser } from './start-contender.ts'

/** What a person takes, in ms: a word at 238 words a minute (Brysbaert 2019), to point and press, to find a file. */
const person = { word: 60_000 / 238, press: 1_500, file: 5_000 }

/**
 * Somebody who has never been here, and does only what the page says: reads the card on the first page whole, drops a file
 * on it, reads what stands on the page that follows, presses the button that runs, and looks for rows. `seconds` from the
 * address to the first rows; the machine's time is measured, the person's is counted by what there is to read.
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
    await dropOn(page, card, file)
    const editor = page.locator('aw-workflow-editor')
    const run = editor.getByRole('button', { name: 'Run', exact: true })
    await run.waitFor()
    await page.waitForFunction(() => window.benchFind('button.run[aria-disabled="false"]') !== undefined)
    const shown = await wordsOf(editor)
    await run.click()
    await editor.locator('aw-results').getByRole('gridcell').first().waitFor()
    const machine = performance.now() - begin
    if (browser.faults.length > 0) throw new Error(`${page.url()} reported: ${browser.faults.join('; ')}`)
    const reading = (words + shown) * person.word
    return { seconds: (machine + reading + person.file + 2 * person.press) / 1000, words: words + shown }
  } finally {
    await browser.close()
  }
}

/** How many words a person sees there, in whatever shadow root. */
const wordsOf = (part: Locator): Promise<number> => part.evaluate((element) => window.benchStudio.words(element))

async function dropOn(page: Page, target: Locator, file: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name))
      return data
    },
    { name: basename(file), base64: (await readFile(file)).toString('base64') },
  )
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
}
