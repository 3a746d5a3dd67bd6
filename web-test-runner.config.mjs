import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultReporter } from '@web/test-runner'
import { chromeLauncher } from '@web/test-runner-chrome'
import { createServer } from 'vite'
import { browserFlags, findBrowser } from './test/browser.mjs'
import { touchCommands } from './test/touch-commands.mjs'

/**
 * Element and worker tests in a real browser. Files are served by Vite with the root `vite.config.ts`, so that source,
 * workers and wasm are found exactly as in the studio and in Storybook.
 */
let vite
// A folder of its own, so that several runs stand side by side.
const cacheDir = new URL(`./node_modules/.vite-wtr-${process.pid}`, import.meta.url).pathname

/** The runner's own scripts are served by the runner, at addresses that Vite must leave as they are. */
const leaveRunnersScripts = {
  name: 'leave-runners-scripts',
  enforce: 'pre',
  resolveId: (id) => (isRunners(id) ? { id, external: 'absolute' } : undefined),
}

const viteServer = {
  name: 'vite',
  async serverStart() {
    vite = await createServer({
      configFile: new URL('./vite.config.ts', import.meta.url).pathname,
      root: new URL('.', import.meta.url).pathname,
      cacheDir,
      appType: 'custom',
      logLevel: 'warn',
      // Dependencies are found before the first test: one found later would reload the page under a running one.
      optimizeDeps: {
        entries: [
          'packages/**/*.browser.test.ts',
          'test/{fuzz,nodes}/*.browser.test.ts',
          'test/fuzz/hostile-worker.ts',
          'test/nodes/example-worker.ts',
          'test/nodes/everything-worker.ts',
          'packages/client/worker/worker.ts',
        ],
        include: ['@open-wc/testing', '@web/test-runner-commands', 'litegraph.js', 'lit', '@uwdata/flechette'],
        rolldownOptions: { plugins: [leaveRunnersScripts] },
      },
      plugins: [leaveRunnersScripts],
      server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    })
  },
  async serverStop() {
    await vite?.close()
    await rm(cacheDir, { recursive: true, force: true })
  },
}

const serveByVite = async (context, next) => {
  if (isRunners(context.path)) return next()
  context.respond = false
  context.res.statusCode = 200
  vite.middlewares(context.req, context.res, () => {
    context.res.statusCode = 404
    context.res.end()
  })
}

/** Web Test Runner's own pages and scripts; everything else is the project's. */
const isRunners = (path) => path === '/' || path.startsWith('/__web-') || path.startsWith('/wtr-')

/** Counts for `npm test`, which sums over all suites. */
const countReporter = {
  stop({ sessions }) {
    const folder = process.env.AW_TEST_REPORTS
    if (!folder) return
    const count = { passed: 0, failed: 0, skipped: 0 }
    const visit = ({ tests, suites }) => {
      for (const { skipped, passed } of tests) count[skipped ? 'skipped' : passed ? 'passed' : 'failed']++
      suites.forEach(visit)
    }
    for (const { testResults, passed, errors } of sessions) {
      if (testResults) visit(testResults)
      if (!passed && (!testResults || errors.length > 0)) count.failed++
    }
    writeFileSync(join(folder, 'browser.json'), JSON.stringify(count))
  },
}

export default {
  files: ['packages/**/*.browser.test.ts', 'test/{fuzz,nodes}/*.browser.test.ts', '!**/dist/**', '!**/node_modules/**'],
  rootDir: '.',
  nodeResolve: false,
  concurrency: 1,
  concurrentBrowsers: 1,
  testsFinishTimeout: 300_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 60_000 } },
  plugins: [viteServer, touchCommands],
  middleware: [serveByVite],
  reporters: [defaultReporter(), countReporter],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: findBrowser(), args: browserFlags, headless: true },
    }),
  ],
}
