import { defineConfig } from '@playwright/test'
import { browserFlags, findBrowser } from '../test/browser.mjs'
import { level, longOnly } from '../test/sizes.ts'

const executablePath = findBrowser()

/** Plays every story of the built Storybook in a single browser. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  testIgnore: level === 'long' ? [] : Object.keys(longOnly).map((file) => `**/${file}`),
  outputDir: '../test-results/stories',
  timeout: 120_000,
  workers: 1,
  forbidOnly: true,
  // A test that passes only on a retry counts as failed.
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['dot'], ['json']] : [['list']],
  use: {
    viewport: { width: 1280, height: 900 },
    launchOptions: { args: browserFlags, ...(executablePath ? { executablePath } : {}) },
  },
})
