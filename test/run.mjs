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

/**
 * `npm test`: installs what is missing, then runs every suite at its daily size; `--quick` and `--long` take the other
 * sizes of `sizes.ts`. Two suites run at a time. Ends with "N passed,
 * N failed", summed over all suites. A suite that breaks before it counts anything counts as one failure.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const level = process.argv.includes('--long') ? 'long' : process.argv.includes('--quick') ? 'quick' : 'daily'
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice(7)
  .split(',')
const reports = mkdtempSync(join(tmpdir(), 'aw-test-'))
const bin = (name) => join(root, 'node_modules', '.bin', name)

const read = (name) => {
  const path = join(reports, name)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

const countVitest = (file) => () => {
  const report = read(file)
  return (
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests + brokenFiles(report),
      skipped: report.numPendingTests,
      failures: report.testResults.flatMap(failuresOfFile),
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
const countBrowser = (file) => () => read(file)
const countPlaywright = (file) => () => {
  const report = read(file)
  if (!report) return undefined
  const { expected, flaky, unexpected, skipped } = report.stats
  const failures = [...report.suites.flatMap(failuresOfSuite), ...report.errors.map(({ message }) => ({ message }))]
  const again = report.suites.flatMap(passedAgain)
  return { passed: expected + flaky, failed: unexpected, skipped, failures, again }
}
const passedAgain = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(({ file, title, tests }) => ({ name: `${file} › ${title}`, message: firstError(tests) })),
  ...suites.flatMap(passedAgain),
]
const firstError = (tests) => tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message
const failuresOfSuite = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => ({
      name: `${file} › ${title}`,
      message: firstError(tests),
    })),
  ...suites.flatMap(failuresOfSuite),
]

const vitest = (file, ...args) => [
  bin('vitest'),
  'run',
  ...args,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, file)}`,
]

/** Of the unit tests, whose files are many, the quick level takes a sixth: in each turn another one. */
const quickSixth = level === 'quick' ? [`--shard=${(Number(process.env.AW_TEST_TURN ?? 0) % 6) + 1}/6`] : []

/**
 * In the order in which they begin, two at a time, while what some need is built beside them: the long ones first, so that
 * none of them is waited for alone.
 */
const suites = [
  { name: 'lint', levels: ['quick', 'daily', 'long'], command: [bin('oxlint'), '--deny-warnings'] },
  { name: 'format', levels: ['quick', 'daily', 'long'], command: [bin('oxfmt'), '--check', '.'] },
  { name: 'types', levels: ['quick', 'daily', 'long'], command: [bin('tsc'), '-p', 'test'] },
  // The stories wait for it.
  { name: 'storybook', levels: ['daily', 'long'], command: ['npm', 'run', '--silent', 'build:storybook'] },
  {
    name: 'browser',
    levels: ['quick', 'daily', 'long'],
    needsBrowser: true,
    command: [bin('wtr')],
    again: (files) => [bin('wtr'), '--files', ...files],
    count: countBrowser('browser.json'),
  },
  {
    name: 'e2e',
    levels: ['daily', 'long'],
    needsBuild: true,
    needsBrowser: true,
    command: [bin('playwright'), 'test', '--config', 'test/e2e/playwright.config.ts'],
    count: countPlaywright('e2e.json'),
  },
  {
    name: 'unit',
    levels: ['quick', 'daily', 'long'],
    command: vitest('unit.json', '--exclude', '**/*.process.test.ts', ...quickSixth),
    again: (files) => vitest('unit.json', ...files),
    count: countVitest('unit.json'),
  },
  {
    // Tests that start whole programs, which takes a while.
    name: 'processes',
    levels: ['daily', 'long'],
    needsBuild: true,
    command: vitest('processes.json', '.process.test.ts'),
    // Programs start in half the time from what has just been built.
    env: { AW_TEST_BUILT: '1' },
    again: (files) => vitest('processes.json', ...files),
    count: countVitest('processes.json'),
  },
  {
    // Firefox and WebKitGTK: all element suites in the long tests, else a few, where they are here.
    name: 'others',
    mayBeMissing: true,
    levels: ['daily', 'long'],
    needsBrowser: true,
    command: [process.execPath, 'test/other-browsers/run.mjs'],
    count: countBrowser('other-browsers.json'),
  },
  {
    // Stories of the catalogue are played, and each asserts something.
    name: 'stories',
    levels: ['daily', 'long'],
    after: 'storybook',
    needsBrowser: true,
    command: [bin('playwright'), 'test', '--config', 'stories/playwright.config.ts'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'stories.json') },
    count: countPlaywright('stories.json'),
  },
]

/** Runs a program, and tells each line that it writes with the name of its suite before it. */
const run = (name, [command, ...args], env) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => line.trim() && console.log(`${name} │ ${line}`))
    }
    child.once('error', (cause) => {
      console.error(cause.message)
      resolve(1)
    })
    const closed = new Promise((done) => child.once('close', done))
    child.once('exit', async (code) => {
      // What a suite has left running may hold its output open.
      await Promise.race([closed, setTimeout(2_000)])
      child.stdout.destroy()
      child.stderr.destroy()
      resolve(code ?? 1)
    })
  })

await install()
const chosen = suites.filter(({ name, levels }) => levels.includes(level) && (!only || only.includes(name)))
const browser = installBrowser()
const env = {
  AW_TEST_LEVEL: level,
  AW_TEST_TURN: process.env.AW_TEST_TURN ?? '0',
  AW_TEST_REPORTS: reports,
  PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
  ...(browser ? { CHROME_PATH: browser } : {}),
}
const sizes = sizesOfLevel()
console.log(`Level ${level}, seed ${sizes.seed}, turn ${env.AW_TEST_TURN}: ${JSON.stringify(sizes.sizes)}`)

/** Where a suite waits for another one. */
const tellEnd = new Map()
const ended = new Map(chosen.map(({ name }) => [name, new Promise((resolve) => tellEnd.set(name, resolve))]))

// Unit and element tests run from source.
const built = chosen.some(({ needsBuild }) => needsBuild)
  ? run('build', [process.execPath, join(root, '.ci', 'build.mjs')])
  : undefined

async function runSuite(suite) {
  const { name, command, needsBrowser, needsBuild, after } = suite
  const cannotRun = { name, passed: 0, failed: 1, skipped: 0, seconds: 0 }
  if (needsBrowser && !browser) return cannotRun
  if (needsBuild && (await built) !== 0) return cannotRun
  await ended.get(after)
  console.log(`── ${name} (${level}) begins`)
  const begin = Date.now()
  const counted = await tryAgain(suite, await runOnce(suite, command))
  return { name, ...counted, seconds: (Date.now() - begin) / 1000 }
}

async function runOnce({ name, count, env: own, mayBeMissing }, command) {
  const code = await run(name, command, { ...env, ...own })
  const counted = count?.() ?? { passed: code === 0 && !count ? 1 : 0, failed: 0, skipped: 0 }
  const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed
  const nothing = code === 0 && counted.passed === 0 && !mayBeMissing ? 1 : 0
  return { ...counted, failed: failed + nothing }
}

/**
 * The files in which something failed run once more, alone, as Playwright does with its tests: a machine that CI shares
 * may stall for a minute. What passes only then is named at the end. More than a few files are no stall.
 */
async function tryAgain({ again, ...suite }, first) {
  const { failures = [] } = first
  const files = [...new Set(failures.map(({ file }) => file))]
  if (!again || files.length === 0 || files.length > 5 || files.includes(undefined)) return first
  console.log(`── ${suite.name} tries once more: ${files.join(', ')}`)
  const second = await runOnce(suite, again(files))
  const fails = new Set(second.failures?.map(({ name }) => name))
  if (second.failed > first.failed || (second.failed > 0 && fails.size === 0)) return first
  return {
    ...first,
    passed: first.passed + first.failed - second.failed,
    failed: second.failed,
    failures: second.failures,
    again: failures.filter(({ name }) => !fails.has(name)),
  }
}

const waiting = [...chosen]
const results = []
async function takeTurns() {
  for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
    results.push(await runSuite(suite))
    tellEnd.get(suite.name)()
  }
}
await Promise.all([takeTurns(), takeTurns()])
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
    ? `CHROME_PATH (${process.env.CHROME_PATH}) is no program`
    : 'no browser was found'
  console.log(
    `The browser suites did not run: ${hint}. Install Chromium (Debian: apt-get install chromium) or set CHROME_PATH.`,
  )
}
tellFailures()
if (level === 'long') writeReport()

const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0

/** The sizes of `sizes.ts`, which is TypeScript, at this level. */
function sizesOfLevel() {
  const script = "import { seed, sizes } from './test/sizes.ts'; console.log(JSON.stringify({ seed, sizes }))"
  const args = ['--input-type=module', '-e', script]
  return JSON.parse(execFileSync(bin('tsx'), args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } }))
}

/** Who reads only the end of a long output finds there what failed, and the first lines of why. */
function tellFailures() {
  const tell = (word, suite, some = []) => {
    for (const { name, message = '' } of some) {
      // Without the colours of a terminal.
      const why = stripVTControlCharacters(message).trim().split('\n').slice(0, 6)
      console.log(`\n${word} ${suite} │ ${[name, ...why].filter(Boolean).join('\n  ')}`)
    }
  }
  for (const { name: suite, again } of results) tell('PASSED AT THE SECOND TRY ONLY', suite, again)
  for (const { name: suite, failures } of results) tell('FAILED', suite, failures)
}

function writeReport() {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const report = { commit, date: new Date().toISOString(), level, ...sizes, results }
  writeFileSync(join(root, 'test', 'long-report.json'), `${JSON.stringify(report, null, 2)}\n`)
}
