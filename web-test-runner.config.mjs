import { readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { defaultReporter } from '@web/test-runner'
import { chromeLauncher } from '@web/test-runner-chrome'
import { browserFlags, findBrowser } from './test/browser.mjs'
import { afterBundling, removeBundle, serveBundled } from './test/bundled-tests.mjs'
import { nativeCommands } from './test/native-commands.mjs'
import { touchCommands } from './test/touch-commands.mjs'

const turn = Number(process.env.AW_TEST_TURN ?? 0)

/** Counts, and names what failed, for `npm test`, which sums over all suites. */
const countReporter = {
  stop({ sessions }) {
    const folder = process.env.AW_TEST_REPORTS
    if (!folder) return
    const count = { passed: 0, failed: 0, skipped: 0, failures: [] }
    const fail = (path, name, error) => {
      count.failed++
      const file = relative('.', path)
      count.failures.push({ file, name: [file, name].filter(Boolean).join(' › '), message: error?.message })
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
  afterBundling(
    chromeLauncher({ launchOptions: { executablePath: findBrowser(), args: browserFlags, headless: true } }),
  )

/** The element suites of packages, by name: no glob can count them. */
const suitesOf = (...packages) =>
  packages.flatMap((name) =>
    readdirSync(join('packages', name), { recursive: true })
      .filter((file) => file.endsWith('.browser.test.ts') && !file.startsWith('dist'))
      .map((file) => `packages/${name}/${file.replaceAll('\\', '/')}`)
      .sort(),
  )

/** Of a long list, what the quick tests take in this turn. */
const sixth = (list) => list.filter((_, index) => index % 6 === turn % 6)

/**
 * Two halves that take about as long, side by side, each in a browser of its own: there the focus stays where a test
 * has put it. Files that are named (`--files`) run alone.
 */
const isNamed = process.argv.includes('--files')
const never = ['!**/dist/**', '!**/node_modules/**']
// Fills the four gigabytes that a page can have.
if (process.env.AW_TEST_LEVEL !== 'long') never.push('!packages/data/browser/heap-end.browser.test.ts')
// Each takes as long as many others, and comes in the page to what it comes to natively: one a turn.
const slowTwins = ['operations', 'everything', 'findings']
if (process.env.AW_TEST_LEVEL !== 'long' && !isNamed) {
  const others = slowTwins.filter((_, index) => (index + turn) % slowTwins.length !== 0)
  never.push(...others.map((name) => `!test/nodes/${name}.browser.test.ts`))
}
const isQuick = process.env.AW_TEST_LEVEL === 'quick'
const shown = isQuick ? sixth(suitesOf('editor', 'embed')) : ['packages/{editor,embed}/**/*.browser.test.ts']
const inWorkers = ['packages/client/**/*.browser.test.ts']
// The suites that run natively too: in the quick tests they run there alone.
if (!isQuick) {
  inWorkers.push('packages/!(client|editor|embed)/**/*.browser.test.ts', 'test/{fuzz,nodes,security}/*.browser.test.ts')
}

/**
 * Element and worker tests in a real browser, bundled by the root `vite.config.ts`, so that source, workers and wasm are
 * found exactly as in the studio and in Storybook.
 */
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
  plugins: [removeBundle, touchCommands, nativeCommands],
  middleware: [serveBundled],
  reporters: [defaultReporter(), countReporter],
  browsers: [chrome()],
}
