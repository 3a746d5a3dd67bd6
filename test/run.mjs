import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install } from '../.ci/install.mjs'
import { installBrowser } from './browser.mjs'
import { createMemoryFolder } from './memory-folder.mjs'

/**
 * `npm test`: installs missing packages, then runs every suite at its daily size. `--quick` and `--long` use the other
 * sizes of `sizes.ts`; `--only=unit,e2e` runs some suites. Two suites run at a time. No test is retried: a test that
 * fails once fails the run. The last line is "N passed, N failed", summed over all suites. A suite that ends before it
 * counts anything counts as one failure.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const level = process.argv.includes('--long') ? 'long' : process.argv.includes('--quick') ? 'quick' : 'daily'
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice(7)
  .split(',')
const startedAt = Date.now()
await install()
process.env.AW_TEST_LEVEL = level
// The type checker, a Go program, collects garbage less often: a sixth less processor time, and twice the memory.
process.env.GOGC ??= '400'
const { tsImport } = await import('tsx/esm/api')
const { seed, sizes } = await tsImport('./sizes.ts', import.meta.url)

const temporaryFolder = createMemoryFolder()
if (temporaryFolder) process.env.TMPDIR = temporaryFolder
const reports = mkdtempSync(join(tmpdir(), 'aw-test-'))
const bin = (name) => join(root, 'node_modules', '.bin', name)

const readReport = (name) => {
  const path = join(reports, name)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

const countVitest = (file) => () => {
  const report = readReport(file)
  return (
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests + brokenFiles(report),
      skipped: report.numPendingTests,
      failures: report.testResults.flatMap(failuresOfFile),
      files: report.testResults.map(({ name, startTime, endTime }) => [relative(root, name), endTime - startTime]),
    }
  )
}
const failuresOfFile = ({ name: path, status, message, assertionResults }) => {
  const file = relative(root, path)
  return status === 'failed' && assertionResults.length === 0
    ? [{ file, name: file, message }]
    : assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => ({ file, name: `${file} › ${test.fullName}`, message: test.failureMessages[0] }))
}
const brokenFiles = (report) =>
  report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
    .length
const countBrowser = (file) => () => readReport(file)
const countPlaywright = (file, folder) => () => {
  const report = readReport(file)
  if (!report) return undefined
  const { expected, flaky, unexpected, skipped } = report.stats
  const failures = [...report.suites.flatMap(listFailures), ...report.errors.map(({ message }) => ({ message }))]
  const files = report.suites.map((suite) => [`${folder}/${suite.file}`, sumDurations(suite)])
  return { passed: expected, failed: unexpected + flaky, skipped, failures, files }
}
const sumDurations = ({ specs = [], suites = [] }) =>
  sumNumbers(specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration)))) +
  sumNumbers(suites.map(sumDurations))
const sumNumbers = (numbers) => numbers.reduce((total, number) => total + number, 0)
const firstError = (tests) => tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message
const listFailures = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => ({
      name: `${file} › ${title}`,
      message: firstError(tests),
    })),
  ...suites.flatMap(listFailures),
]

const vitest = (file, ...args) => [
  bin('vitest'),
  'run',
  ...args,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, file)}`,
]

/** Tests of the quick level: pure tests, and others that the change affects. `undefined` if suites run all files. */
const selected = level === 'quick' ? await selectTests() : undefined

/** Processes and threads of the built programs start several times as fast as from source. */
const builtPrograms = { AW_TEST_BUILT: root }

/** Playwright stores transformed files in the temporary folder by default, which is new in every run. */
const transformedTests = { PLAYWRIGHT_TRANSFORM_CACHE_DIR: join(root, 'node_modules', '.aw-playwright') }

/**
 * Suites in start order, two at a time, in parallel with the build that some of them need. The browser tests need no build
 * and start first; the checks run while the build is incomplete. The other suites follow the browser tests, while the
 * unit tests run, so that both queues end at about the same time.
 */
const suites = [
  {
    name: 'browser',
    levels: ['quick', 'daily', 'long'],
    needsBrowser: true,
    command: [bin('wtr'), ...(selected ? ['--files', ...selected.browser] : [])],
    count: countBrowser('browser.json'),
  },
  { name: 'lint', levels: ['quick', 'daily', 'long'], command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'format', levels: ['quick', 'daily', 'long'], command: [bin('oxfmt'), '--check', '.'] },
  {
    name: 'unit',
    levels: ['quick', 'daily', 'long'],
    needsBuild: level !== 'quick',
    env: level === 'quick' ? {} : builtPrograms,
    // With the tests that start complete programs, for which all modules are already transformed.
    command: vitest('unit.json', ...(selected ? ['--exclude', '**/*.process.test.ts', ...selected.unit] : [])),
    count: countVitest('unit.json'),
  },
  {
    name: 'e2e',
    levels: ['quick', 'daily', 'long'],
    needsBuild: true,
    needsBrowser: true,
    command: [bin('playwright'), 'test', '--config', 'test/e2e/playwright.config.ts', ...(selected?.e2e ?? [])],
    env: { ...builtPrograms, ...transformedTests },
    count: countPlaywright('e2e.json', 'test/e2e'),
  },
  {
    // Checks what the build has not checked yet: after a build, the tests only.
    name: 'types',
    levels: ['quick', 'daily', 'long'],
    waitsForBuild: true,
    command: ['npm', 'run', '--silent', 'typecheck'],
  },
  // Required by the stories.
  { name: 'storybook', levels: ['daily', 'long'], command: ['npm', 'run', '--silent', 'build:storybook'] },
  {
    // Tests that start complete programs, which need a build. The other levels run them with the unit tests.
    name: 'processes',
    levels: ['quick'],
    needsBuild: true,
    command: vitest('processes.json', ...(selected?.processes ?? [])),
    env: builtPrograms,
    count: countVitest('processes.json'),
  },
  {
    // Projects of other build tools, which install, build and run the packed embed.
    name: 'bundlers',
    levels: ['daily', 'long'],
    needsBuild: true,
    needsBrowser: true,
    command: [process.execPath, 'test/bundlers/run.mjs', ...(level === 'long' ? [] : ['--daily'])],
  },
  {
    // Firefox and WebKitGTK if installed: all element suites in the long tests, otherwise a few.
    name: 'others',
    mayBeMissing: true,
    levels: ['daily', 'long'],
    needsBrowser: true,
    command: [process.execPath, 'test/other-browsers/run.mjs'],
    count: countBrowser('other-browsers.json'),
  },
  {
    // Runs the stories with their assertions.
    name: 'stories',
    levels: ['daily', 'long'],
    after: 'storybook',
    needsBrowser: true,
    command: [bin('playwright'), 'test', '--config', 'stories/playwright.config.ts'],
    env: { ...transformedTests, PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'stories.json') },
    count: countPlaywright('stories.json', 'stories'),
  },
]

/** Lines of an error, or of a suite's output, that the summary repeats. */
const maxFailureLines = 8

/** By suite name: the last lines of its output, for the report of a failure that no test has. */
const lastLines = new Map()

/** Runs a program and prefixes each line of its output with the name of its suite. */
const run = (name, [command, ...args], env) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    const lines = []
    lastLines.set(name, lines)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (!line.trim()) return
        console.log(`${name} │ ${line}`)
        lines.push(line)
        if (lines.length > maxFailureLines) lines.shift()
      })
    }
    child.once('error', (cause) => {
      console.error(cause.message)
      resolve(1)
    })
    const closed = new Promise((done) => child.once('close', done))
    child.once('exit', async (code) => {
      // A leaked process of a suite may keep its output open.
      await Promise.race([closed, setTimeout(2_000)])
      child.stdout.destroy()
      child.stderr.destroy()
      resolve(code ?? 1)
    })
  })

const chosenSuites = suites.filter(
  ({ name, levels }) =>
    levels.includes(level) && (!only || only.includes(name)) && (!selected?.[name] || selected[name].length > 0),
)
const browser = installBrowser()
const env = {
  AW_TEST_REPORTS: reports,
  PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
  ...(browser ? { CHROME_PATH: browser } : {}),
}
console.log(`Level ${level}, seed ${seed}: ${JSON.stringify(sizes)}`)
if (selected) {
  const { changed, unit, browser: pages, processes, e2e, left } = selected
  console.log(
    `${changed} changed files. Selected test files: ${unit.length} unit, ${pages.length} browser, ` +
      `${processes.length} process, ${e2e.length} end-to-end.`,
  )
  if (left.length > 0) console.log(`Affected, but deferred to npm test: ${left.length} files.`)
}

/** By suite name: a promise that resolves when the suite has finished, and its resolve function. */
const resolveFinished = new Map()
const finishedSuites = new Map(
  chosenSuites.map(({ name }) => [name, new Promise((resolve) => resolveFinished.set(name, resolve))]),
)

// Unit and element tests run from source, except child processes and threads. Only the long tests open the manual.
const manual = level === 'long' ? ['docs'] : []
const built = chosenSuites.some(({ needsBuild }) => needsBuild)
  ? run('build', [
      process.execPath,
      join(root, '.ci', 'build.mjs'),
      'packages',
      'create',
      'embed',
      'declarations',
      'server',
      'cli',
      'studio',
      ...manual,
    ])
  : undefined

async function runSuite(suite) {
  const { name, needsBrowser, needsBuild, waitsForBuild, after } = suite
  const cannotRun = { name, passed: 0, failed: 1, skipped: 0, seconds: 0 }
  if (needsBrowser && !browser) return cannotRun
  if (needsBuild && (await built) !== 0) return cannotRun
  if (waitsForBuild) await built
  await finishedSuites.get(after)
  console.log(`── ${name} (${level}) started`)
  const start = Date.now()
  const counts = await runAndCount(suite)
  return { name, ...counts, seconds: (Date.now() - start) / 1000 }
}

async function runAndCount({ name, command, count, env: suiteEnv, mayBeMissing }) {
  const code = await run(name, command, { ...env, ...suiteEnv })
  const counts = count?.() ?? { passed: code === 0 && !count ? 1 : 0, failed: 0, skipped: 0 }
  if (code !== 0 && counts.failed === 0) {
    const failure = { name: `exited with code ${code}`, message: lastLines.get(name).join('\n') }
    return { ...counts, failed: 1, failures: [failure] }
  }
  if (code === 0 && counts.passed === 0 && !mayBeMissing) {
    return { ...counts, failed: 1, failures: [{ name: 'ran no test' }] }
  }
  return counts
}

const queue = [...chosenSuites]
const results = []
async function runQueue() {
  for (let suite = queue.shift(); suite; suite = queue.shift()) {
    results.push(await runSuite(suite))
    resolveFinished.get(suite.name)()
  }
}
await Promise.all([runQueue(), runQueue()])
rmSync(reports, { recursive: true, force: true })

console.log('\nsuite        passed  failed  skipped  seconds')
for (const { name, passed, failed, skipped, seconds } of results) {
  console.log(
    [name.padEnd(11), ...[passed, failed, skipped, seconds.toFixed(1)].map((cell) => String(cell).padStart(8))].join(
      '',
    ),
  )
}
if (!browser) {
  const hint = process.env.CHROME_PATH
    ? `CHROME_PATH (${process.env.CHROME_PATH}) is not an executable`
    : 'no browser was found'
  console.log(
    `The browser suites did not run: ${hint}. Install Chromium (Debian: apt-get install chromium) or set CHROME_PATH.`,
  )
}
printSlowFiles()
printFailures()
if (level === 'long') writeReport()

const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log(`\n${((Date.now() - startedAt) / 60_000).toFixed(1)} minutes`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0

async function selectTests() {
  const { readImportGraph } = await tsImport('./import-graph.ts', import.meta.url)
  const { changedFiles, selectTests: select } = await tsImport('./select-tests.ts', import.meta.url)
  const changed = changedFiles(root)
  return { changed: changed.size, ...select(readImportGraph(root), changed) }
}

/** Prints the slowest files in seconds, as a starting point for optimizing the tests. */
function printSlowFiles() {
  const files = results.flatMap(({ files = [] }) => files).toSorted((a, b) => b[1] - a[1])
  if (files.length === 0) return
  console.log('\nSlowest files, in seconds, with other suites running in parallel:')
  for (const [file, ms] of files.slice(0, 15)) console.log(`${(ms / 1000).toFixed(1).padStart(8)}  ${file}`)
}

/** Prints failed tests and the first lines of their errors at the end of a long output. */
function printFailures() {
  for (const { name: suite, failures = [] } of results) {
    for (const { name, message = '' } of failures) {
      // Without terminal colors.
      const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, maxFailureLines)
      console.log(`\nFAILED ${suite} │ ${[name, ...lines].filter(Boolean).join('\n  ')}`)
    }
  }
}

function writeReport() {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const report = { commit, date: new Date().toISOString(), level, seed, sizes, results }
  writeFileSync(join(root, 'test', 'long-report.json'), `${JSON.stringify(report, null, 2)}\n`)
}
