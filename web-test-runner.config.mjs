import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { defaultReporter } from '@web/test-runner'
import { chromeLauncher } from '@web/test-runner-chrome'
import { createServer } from 'vite'
import { browserFlags, findBrowser } from './test/browser.mjs'
import { nativeCommands } from './test/native-commands.mjs'
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
      // `AW_TEST_LEVEL` reaches the page as `import.meta.env.AW_TEST_LEVEL`.
      envPrefix: ['VITE_', 'AW_TEST_LEVEL'],
      logLevel: 'warn',
      // Dependencies are found before the first test: one found later would reload the page under a running one.
      optimizeDeps: {
        entries: [
          'packages/**/*.browser.test.ts',
          'test/{fuzz,nodes,security}/*.browser.test.ts',
          'test/fuzz/hostile-worker.ts',
          'test/nodes/example-worker.ts',
          'test/nodes/everything-worker.ts',
          'test/nodes/findings-worker.ts',
          'test/nodes/operations-worker.ts',
          'test/security/{rows,recording}-worker.ts',
          'packages/client/worker/worker.ts',
          'packages/sandbox/browser/sandbox-worker.ts',
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
  keepForOtherPages(context.res)
  vite.middlewares(context.req, context.res, () => {
    context.res.statusCode = 404
    context.res.end()
  })
}

/** Every test file is a page of its own, of some hundred modules: a browser asks for each once, since none changes. */
function keepForOtherPages(response) {
  const { writeHead } = response
  response.writeHead = (status, ...more) => {
    if (status === 200) response.setHeader('Cache-Control', 'max-age=3600')
    return writeHead.call(response, status, ...more)
  }
}

/** Web Test Runner's own pages and scripts; everything else is the project's. */
const isRunners = (path) => path === '/' || path.startsWith('/__web-') || path.startsWith('/wtr-')

/** Counts, and names what failed, for `npm test`, which sums over all suites. */
const countReporter = {
  stop({ sessions }) {
    const folder = process.env.AW_TEST_REPORTS
    if (!folder) return
    const count = { passed: 0, failed: 0, skipped: 0, failures: [] }
    const fail = (file, name, error) => {
      count.failed++
      count.failures.push({ name: [relative('.', file), name].filter(Boolean).join(' › '), message: error?.message })
    }
    const visit = (file, { tests, suites }) => {
      for (const { name, skipped, passed, error } of tests) {
        if (skipped || passed) count[skipped ? 'skipped' : 'passed']++
        else fail(file, name, error)
      }
      suites.forEach((suite) => visit(file, suite))
    }
    for (const { testFile, testResults, passed, errors } of sessions) {
      if (testResults) visit(testFile, testResults)
      if (!passed && (!testResults || errors.length > 0)) fail(testFile, undefined, errors[0])
    }
    writeFileSync(join(folder, process.env.AW_TEST_REPORT ?? 'browser.json'), JSON.stringify(count))
  },
}

const chrome = () =>
  chromeLauncher({ launchOptions: { executablePath: findBrowser(), args: browserFlags, headless: true } })

/**
 * Two halves that take about as long, side by side, each in a browser of its own: there the focus stays where a test
 * has put it. Files that are named (`--files`) run alone.
 */
const isNamed = process.argv.includes('--files')
const never = ['!**/dist/**', '!**/node_modules/**']
// Fills the four gigabytes that a page can have.
if (process.env.AW_TEST_LEVEL !== 'long') never.push('!packages/data/browser/heap-end.browser.test.ts')
const shown = ['packages/{editor,embed}/**/*.browser.test.ts']
const inWorkers = ['packages/client/**/*.browser.test.ts']
// The suites that run natively too: in the quick tests they run there alone.
if (process.env.AW_TEST_LEVEL !== 'quick') {
  inWorkers.push('packages/!(client|editor|embed)/**/*.browser.test.ts', 'test/{fuzz,nodes,security}/*.browser.test.ts')
}

export default {
  files: [...shown, ...never],
  groups: isNamed ? [] : [{ name: 'workers', files: [...inWorkers, ...never], browsers: [chrome()] }],
  rootDir: '.',
  nodeResolve: false,
  concurrency: 1,
  concurrentBrowsers: 2,
  // Of one file.
  testsFinishTimeout: process.env.AW_TEST_LEVEL === 'long' ? 3_600_000 : 600_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 180_000 } },
  plugins: [viteServer, touchCommands, nativeCommands],
  middleware: [serveByVite],
  reporters: [defaultReporter(), countReporter],
  browsers: [chrome()],
}
