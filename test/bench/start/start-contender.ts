import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { browserFlags, findBrowser } from '../../browser.mjs'
import { watchMemory } from '../page/browser-memory.ts'
import { viewport } from '../page/open-browser.ts'
import type { Sample } from '../measure.ts'
import { readPageScript } from './watch-script.ts'
import './watched-window.ts'

export interface FreshBrowser {
  name: string
  context: BrowserContext
  /** Errors of its pages so far. */
  errors: string[]
  watchMemory(): { stop(): number }
  close(): Promise<void>
}

/** Starts a new browser with an empty profile, whose pages are monitored. */
export async function openFreshBrowser(): Promise<FreshBrowser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No browser was found. Install Chromium or set CHROME_PATH.')
  const server = await chromium.launchServer({ executablePath, args: browserFlags })
  const browser = await chromium.connect(server.wsEndpoint())
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1 })
  const errors: string[] = []
  context.on('weberror', (error) => errors.push(error.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await context.addInitScript({ content: await readPageScript('watch-page.ts') })
  await context.addInitScript({ content: await readPageScript('drive-studio.ts') })
  return {
    name: `Chromium ${browser.version()}`,
    context,
    errors,
    watchMemory: () => watchMemory(server.process().pid!),
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/** A page that processes a file; `work` returns the number of resulting rows. */
export interface FileJob {
  open(page: Page): Promise<void>
  work(page: Page, file: string): Promise<number>
}

/**
 * Runs a job on a file in a new browser. `ms`: from choosing the file to visible rows, cold. `maxTaskMs` and
 * `maxFrameGapMs`: for the main thread during that time. `memory`: peak of all browser processes in MiB.
 */
export async function runJob(job: FileJob, file: string, rows: number): Promise<Sample> {
  const browser = await openFreshBrowser()
  try {
    const page = await browser.context.newPage()
    await job.open(page)
    const memory = browser.watchMemory()
    await page.evaluate(() => window.benchWatch.reset())
    const start = performance.now()
    const resultRows = await job.work(page, file)
    const ms = performance.now() - start
    const peakMemory = memory.stop()
    const mainThread = await page.evaluate(() => window.benchWatch.read())
    if (resultRows !== rows) throw new Error(`${page.url()} shows ${resultRows} rows, expected ${rows}.`)
    if (browser.errors.length > 0) throw new Error(`${page.url()} reported: ${browser.errors.join('; ')}`)
    return { ms, memory: peakMemory, ...mainThread }
  } finally {
    await browser.close()
  }
}
