import { defineConfig } from '@playwright/test'
import { browserFlags, findBrowser } from '../browser.mjs'
import { level, longOnlyTests } from '../sizes.ts'

const executablePath = findBrowser()
const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const excluded = Object.entries(longOnlyTests).flatMap(([file, tests]) =>
  Object.keys(tests).map((title) => new RegExp(`${escape(file)} ${escape(title)}$`)),
)

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  ...(level === 'long' ? {} : { grepInvert: excluded }),
  outputDir: '../../test-results',
  timeout: 300_000,
  expect: { timeout: 60_000 },
  fullyParallel: false,
  // Files side by side, each worker with a server and a browser of its own.
  workers: 2,
  forbidOnly: true,
  // A test that passes only when it is repeated has a fault.
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    // Each test has a profile of its own, in which the studio would be kept anew; `studio-offline.spec.ts` lets it.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // What stands still is named, and when it began: neither a click nor a page that is loaded has an end of its own.
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    launchOptions: { args: browserFlags, ...(executablePath ? { executablePath } : {}) },
  },
})
