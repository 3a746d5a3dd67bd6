import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { defaultReporter } from '@web/test-runner'
import { chromeLauncher } from '@web/test-runner-chrome'
import { tsImport } from 'tsx/esm/api'
import { browserFlags, findBrowser } from './test/browser.mjs'
import {
  afterBundling,
  emptyPagePath,
  findEngine,
  removeBundle,
  serveBundled,
  findBundledScript,
} from './test/bundled-tests.mjs'
import { nativeCommands } from './test/native-commands.mjs'
import { describeCoverage, measureCoverage, startCoverage } from './test/page-coverage.mjs'
import { touchCommands } from './test/touch-commands.mjs'

const { level, longOnly } = await tsImport('./test/sizes.ts', import.meta.url)
/** Measuring slows the pages down, so only the long tests do. */
const measuresCoverage = level === 'long' || process.env.AW_PAGE_COVERAGE === '1'

/** Counts tests and lists failures for `npm test`, which sums over all suites. */
const countReporter = {
  stop({ sessions }) {
    if (measuresCoverage) console.log(describeCoverage())
    const folder = process.env.AW_TEST_REPORTS
    if (!folder) return
    const count = { passed: 0, failed: 0, skipped: 0, failures: [], files: [] }
    const durationOf = ({ tests, suites }) =>
      [...tests.map(({ duration }) => duration ?? 0), ...suites.map(durationOf)].reduce((sum, ms) => sum + ms, 0)
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
      if (testResults) {
        visit(testFile, testResults)
        count.files.push([relative('.', testFile), durationOf(testResults)])
      }
      if (!passed && (!testResults || errors.length > 0)) fail(testFile, undefined, errors[0])
    }
    writeFileSync(join(folder, process.env.AW_TEST_REPORT ?? 'browser.json'), JSON.stringify(count))
  },
}

/**
 * Creates a page in which files run one after the other. Between them, the runner navigates to `about:blank`, for which
 * and after which Chrome starts a process. An empty page of the same site stays in the process. Another page of this
 * process keeps the compiled data engine, so that the workers of the tests do not compile it again.
 */
async function createPage({ context, config }) {
  const emptyPage = `${config.protocol}//${config.hostname}:${config.port}${emptyPagePath}`
  const opener = await context.newPage()
  await opener.goto(emptyPage)
  const opened = new Promise((resolve) => opener.once('popup', resolve))
  await opener.evaluate(
    async (path, engine) => {
      if (engine) window.engine = await WebAssembly.compileStreaming(fetch(engine))
      window.open(path)
    },
    emptyPagePath,
    findEngine(),
  )
  const page = await opened
  const navigate = page.goto.bind(page)
  page.goto = (url, options) => navigate(url === 'about:blank' ? emptyPage : url, options)
  return measuresCoverage ? startCoverage(page) : page
}

const chrome = () => {
  const launcher = afterBundling(
    chromeLauncher({
      // Chrome keeps pages that it may show again in processes of their own.
      launchOptions: {
        executablePath: findBrowser(),
        args: [...browserFlags, '--disable-features=BackForwardCache'],
        headless: true,
      },
      createPage,
    }),
  )
  return measuresCoverage ? measureCoverage(launcher, findBundledScript) : launcher
}

/**
 * Two groups of similar duration run in parallel, each in its own browser, so that a test keeps the focus. With `--files`,
 * only the named files run.
 */
const isNamed = process.argv.includes('--files')
const never = ['!**/dist/**', '!**/node_modules/**']
if (level !== 'long') never.push(...Object.keys(longOnly).map((file) => `!${file}`))
const inEditor = ['packages/editor/!(views)/**/*.browser.test.ts']
const others = [
  'packages/!(editor)/**/*.browser.test.ts',
  'packages/editor/views/**/*.browser.test.ts',
  '{examples,test}/*/**/*.browser.test.ts',
]

/**
 * Element and worker tests in a real browser, bundled by the root `vite.config.ts`, so that source, workers and wasm
 * resolve as in the studio and in Storybook.
 */
export default {
  files: [...inEditor, ...never],
  groups: isNamed ? [] : [{ name: 'others', files: [...others, ...never], browsers: [chrome()] }],
  rootDir: '.',
  nodeResolve: false,
  concurrency: 1,
  concurrentBrowsers: 2,
  // Per file.
  testsFinishTimeout: level === 'long' ? 3_600_000 : 600_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 180_000 } },
  plugins: [removeBundle, touchCommands, nativeCommands],
  middleware: [serveBundled],
  reporters: [defaultReporter(), countReporter],
  browsers: [chrome()],
}
