import type { Page } from '@playwright/test'
import type { Sample } from '../measure.ts'
import type { FreshBrowser } from './start-contender.ts'
import { studioJob } from './studio-job.ts'

/** Opens the editor, runs a file of a million rows, and adds a Filter node after the Load node. Its preview is shown. */
export async function openPreview(
  { context }: FreshBrowser,
  studio: string,
  file: string,
  rows: number,
): Promise<Page> {
  const page = await context.newPage()
  const job = studioJob(studio)
  await job.open(page)
  const resultRows = await job.work(page, file)
  if (resultRows !== rows) throw new Error(`The run has ${resultRows} rows, expected ${rows}.`)
  await page.evaluate(() => window.benchStudio.showPreview())
  return page
}

/**
 * Changes the value of the filter. Returns the ms until its new rows are painted, and the share of changes after which
 * outdated rows were painted without a mark, which must be 0.
 */
export async function changePreview(page: Page): Promise<Sample> {
  const { ms, unmarkedFrames } = await page.evaluate(() => window.benchStudio.changePreview())
  if (unmarkedFrames > 0) throw new Error(`Outdated rows were shown in ${unmarkedFrames} frames.`)
  return { ms }
}
