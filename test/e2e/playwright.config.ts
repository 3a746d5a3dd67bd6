import { relative } from 'node:path'
import { defineConfig } from '@playwright/test'
import { browserFlags, findBrowser } from '../browser.mjs'
import { escapePattern, level, longOnly, longOnlyTests } from '../sizes.ts'

const executablePath = findBrowser()
const excluded = Object.entries(longOnlyTests).flatMap(([file, tests]) =>
  Object.keys(tests).map(
    (title) => new RegExp(`${escapePattern(relative('test/e2e', file))} ${escapePattern(title)}$`),
  ),
)

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  ...(level === 'long' ? {} : { grepInvert: excluded, testIgnore: Object.keys(longOnly).map((file) => `**/${file}`) }),
  outputDir: '../../test-results',
  // The built packages are not compiled again, which takes ten seconds for the modules that a few imports reach.
  build: { external: ['**/packages/*/dist/**'] },
  timeout: 600_000,
  expect: { timeout: 180_000 },
  fullyParallel: false,
  // Files run in parallel; each worker has its own server and browser.
  workers: 2,
  forbidOnly: true,
  // A test that passes only on a retry counts as failed.
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    // Tests have new profiles, in which the service worker would cache the studio again. `offline.spec.ts` allows it.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // Clicks and navigations have no timeout by default. With one, the error names the action that hangs.
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
    // Tracing takes a twentieth of the processor time.
    trace:
      level === 'long' ? { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false } : 'off',
    launchOptions: { args: browserFlags, ...(executablePath ? { executablePath } : {}) },
  },
})
