import { rm } from 'node:fs/promises'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'

const rows = 100_000
/** The percentage at which a check is canceled. */
const cancelAt = 30
const minProgressReports = 20

/**
 * Measures the check of a table with 100,000 rows and 20 columns in a page's worker, from the request to the report.
 * The table has already been loaded into DuckDB from a file. A second check is canceled. Fails if progress is missing
 * or decreases, or if the canceled check ends with a report.
 */
export async function measurePageCases(progress: Progress): Promise<BenchCase[]> {
  const report = progress('check in the page')
  const pages = await buildPages(['check/check.html'])
  const server = await serveFolders([pages])
  const browser = await openBrowser()
  try {
    const { page, check } = await browser.openPage()
    await page.goto(`${server.origin}/check/check.html`)
    await page.waitForFunction(() => window.openChecked !== undefined)
    report('load', 0)
    await page.evaluate((count) => window.openChecked!(count), rows)
    report('check', 0)
    const full = await page.evaluate(() => window.checkLarge!())
    if (full.findings === 0) throw new Error('The check found nothing in a table with errors.')
    const isAscending = full.progress.every((percent, index) => index === 0 || percent > full.progress[index - 1]!)
    if (!isAscending || full.progress.length < minProgressReports)
      throw new Error(`The progress of the check was ${full.progress.join(', ') || 'not reported'}.`)
    report('cancel', 0)
    const canceled = await page.evaluate((percent) => window.checkLarge!(percent), cancelAt)
    if (canceled.findings > 0) throw new Error('A canceled check reported findings.')
    check()
    return [
      benchCase({
        case: '100,000 rows of 20 columns, page',
        unit: 's',
        measured: { ours: summarize([full.ms / 1000]) },
        goal: 60,
        note: `${full.findings} findings, ${full.progress.length} reports of progress`,
      }),
      benchCase({
        case: `cancel at ${cancelAt} % of that check, page`,
        unit: 'ms',
        measured: { ours: summarize([canceled.ms]) },
      }),
    ]
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(pages, { recursive: true, force: true })
  }
}
