import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../.ci/build.mjs'
import { install } from '../.ci/install.mjs'
import { installBrowser } from './browser.mjs'

/**
 * `npm test`: installs what is missing, then runs every suite at its daily size; `--quick` and `--long` take the other
 * sizes of `sizes.ts`. Ends with "N passed, N failed", summed over all suites. A suite that breaks before it counts
 * anything counts as one failure.
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
    }
  )
}
const brokenFiles = (report) =>
  report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
    .length
const countBrowser = () => read('browser.json')
const countPlaywright = () => {
  const stats = read('e2e.json')?.stats
  return stats && { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

const vitest = (file, ...args) => [
  bin('vitest'),
  'run',
  ...args,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, file)}`,
]

const suites = [
  { name: 'lint', levels: ['quick', 'daily', 'long'], command: [bin('oxlint'), '--deny-warnings'] },
  {
    name: 'format',
    levels: ['quick', 'daily', 'long'],
    command: [bin('prettier'), '--check', '--log-level', 'warn', '.'],
  },
  { name: 'types', levels: ['quick', 'daily', 'long'], command: [bin('tsc'), '-p', 'test'] },
  {
    name: 'unit',
    levels: ['quick', 'daily', 'long'],
    command: vitest('unit.json', '--exclude', '**/*.process.test.ts'),
    count: countVitest('unit.json'),
  },
  {
    // Tests that start whole programs, which takes a while.
    name: 'processes',
    levels: ['daily', 'long'],
    needsBuild: true,
    command: vitest('processes.json', '.process.test.ts'),
    count: countVitest('processes.json'),
  },
  {
    name: 'browser',
    levels: ['quick', 'daily', 'long'],
    needsBrowser: true,
    command: [bin('wtr')],
    count: countBrowser,
  },
  { name: 'storybook', levels: ['daily', 'long'], command: ['npm', 'run', '--silent', 'build:storybook'] },
  {
    name: 'e2e',
    levels: ['daily', 'long'],
    needsBuild: true,
    needsBrowser: true,
    command: [bin('playwright'), 'test', '--config', 'test/e2e/playwright.config.ts'],
    count: countPlaywright,
  },
]

const run = ([command, ...args], env) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    child.once('error', (cause) => {
      console.error(cause.message)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })

await install()
const chosen = suites.filter(({ name, levels }) => levels.includes(level) && (!only || only.includes(name)))
const browser = installBrowser()
const env = {
  AW_TEST_LEVEL: level,
  AW_TEST_REPORTS: reports,
  PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
  ...(browser ? { CHROME_PATH: browser } : {}),
}
// Unit and element tests run from source.
if (chosen.some(({ needsBuild }) => needsBuild)) await build()

const sizes = sizesOfLevel()
console.log(`Level ${level}, seed ${sizes.seed}: ${JSON.stringify(sizes.sizes)}`)

const results = []
for (const { name, command, count, needsBrowser } of chosen) {
  if (needsBrowser && !browser) {
    results.push({ name, passed: 0, failed: 1, skipped: 0, seconds: 0 })
    continue
  }
  console.log(`\n── ${name} (${level})`)
  const begin = Date.now()
  const code = await run(command, env)
  const counted = count?.() ?? { passed: code === 0 && !count ? 1 : 0, failed: 0, skipped: 0 }
  const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed
  const nothing = code === 0 && counted.passed === 0 ? 1 : 0
  results.push({ name, ...counted, failed: failed + nothing, seconds: (Date.now() - begin) / 1000 })
}
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

function writeReport() {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const report = { commit, date: new Date().toISOString(), level, ...sizes, results }
  writeFileSync(join(root, 'test', 'long-report.json'), `${JSON.stringify(report, null, 2)}\n`)
}
