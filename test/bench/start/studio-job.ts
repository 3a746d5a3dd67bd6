import { workWithoutServer } from '../../e2e/support/test.ts'
import type { FileJob } from './start-contender.ts'

/**
 * The main job in the studio: the workflow `cosmo-ready` on a file that is chosen in the page's file input. The page runs it
 * itself, as the peer does: a studio that uses the server of its page would upload the file and run it there.
 */
export const studioJob = (origin: string): FileJob => ({
  async open(page) {
    await page.addInitScript(workWithoutServer)
    await page.goto(`${origin}/workflows/cosmo-ready`)
    await page.locator('aw-run-bar').waitFor()
  },
  async work(page, file) {
    await page.locator('input[type=file]').setInputFiles(file)
    const { state, rows, problem } = await page.evaluate(() => window.benchStudio.runToResult())
    if (state !== 'completed') throw new Error(`The run in the studio ${state}: ${problem}`)
    return rows
  },
})
