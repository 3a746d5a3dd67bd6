import type { Page } from '@playwright/test'
import { test as base } from './test.ts'

let opened: Page | undefined

/**
 * Tests in one page, each in what the ones before it have left, for what is tried with an editor that is there: to open one and
 * its DuckDB takes four seconds of the processor. It stands at `about:blank` at first. Where a test fails the worker ends, and
 * its page with it.
 */
export const test = base.extend({
  page: async ({ browser, baseURL, viewport, serviceWorkers }, use) => {
    opened ??= await browser.newPage({ ...(baseURL ? { baseURL } : {}), viewport, serviceWorkers })
    await use(opened)
  },
})
