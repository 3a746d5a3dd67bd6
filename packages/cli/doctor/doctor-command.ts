import { englishFormatter } from '@aw-flow/messages/catalogs'
import { getProcessMemoryLimit, getTotalMemory, openDuckDb, readDuckDbVersion } from '@aw-flow/data/node'
import type { Result } from '@aw-flow/schema'
import { accessSync, constants, existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { productVersion } from '../product-version.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface DoctorCommandOptions {
  json?: boolean
}

/** A part of the computer or of the configuration. `hint` says how to get what is missing. */
interface Check {
  name: string
  /** `warning`: some features do not work, or not well. `failed`: most commands do not work. */
  status: 'ok' | 'warning' | 'failed'
  found: string
  hint?: string
}

const minNode = [20, 19] as const
const minMemoryBytes = 2e9
const minFreeBytes = 1e9

/** Packages with native code or WebAssembly, which an installation can lack, by what needs them. Exported for tests. */
export const nativePackages = {
  '@duckdb/node-bindings': 'tables',
  '@electric-sql/pglite': 'the database of `aw serve`',
  '@jitl/quickjs-wasmfile-release-sync': 'code nodes',
  '@node-rs/argon2': 'accounts',
  'parquet-wasm': 'Parquet files',
  'sql.js': 'SQLite files',
}

/** `aw doctor`: checks what aw needs. The exit code is 1 if a check failed. */
export async function doctorCommand({ json }: DoctorCommandOptions, terminal: Terminal): Promise<number> {
  const checks = [
    { name: 'aw', status: 'ok' as const, found: `${productVersion} on ${process.platform} ${process.arch}` },
    checkNode(process.versions.node),
    checkMemory(getTotalMemory()),
    await checkTemporaryFolder(),
    checkPackages(Object.keys(nativePackages) as (keyof typeof nativePackages)[]),
    await checkDuckDb(),
    checkBrowser(),
    ...(await checkServer()),
  ]
  terminal.print(json ? JSON.stringify({ checks }, null, 2) : checks.map(formatCheck).join('\n'))
  return checks.some(({ status }) => status === 'failed') ? 1 : 0
}

const formatCheck = ({ name, status, found, hint }: Check): string =>
  [`${status.padEnd(8)} ${name.padEnd(16)} ${found}`, ...(hint === undefined ? [] : [`${' '.repeat(26)}${hint}`])].join(
    '\n',
  )

const formatGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** Checks the version of Node. Exported for tests. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNewEnough = major > minNode[0] || (major === minNode[0] && minor >= minNode[1])
  if (isNewEnough) return { name: 'Node', status: 'ok', found: version }
  const hint = `Install Node ${minNode.join('.')} or newer from https://nodejs.org.`
  return { name: 'Node', status: 'failed', found: version, hint }
}

/** Checks the memory of the computer or container. Exported for tests. */
export function checkMemory(totalBytes: number): Check {
  const limit = getProcessMemoryLimit('command', (Number(process.env.AW_RUN_MEMORY) || 0) * 2 ** 20, totalBytes)
  const found = `${formatGigabytes(totalBytes)}, of which a command uses up to ${formatGigabytes(limit)}`
  if (totalBytes >= minMemoryBytes) return { name: 'Memory', status: 'ok', found }
  const hint = 'Large tables need more: use a computer or container with at least 2 GB.'
  return { name: 'Memory', status: 'warning', found, hint }
}

async function checkTemporaryFolder(): Promise<Check> {
  const name = 'Temporary files'
  const folder = tmpdir()
  const hint = 'Set TMPDIR to a writable folder on a disk with at least 1 GB of free space.'
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = await statfs(folder)
    const found = `${folder}, ${formatGigabytes(bavail * bsize)} free`
    return bavail * bsize >= minFreeBytes ? { name, status: 'ok', found } : { name, status: 'warning', found, hint }
  } catch (cause) {
    return { name, status: 'failed', found: readReason(cause), hint }
  }
}

/** Checks that packages are installed. Exported for tests. */
export function checkPackages(names: readonly string[]): Check {
  const folders = createRequire(import.meta.url).resolve.paths('package') ?? []
  const missing = names.filter((name) => !folders.some((folder) => existsSync(join(folder, name, 'package.json'))))
  if (missing.length === 0) return { name: 'Packages', status: 'ok', found: `${names.length} with native code` }
  const needs: Record<string, string> = nativePackages
  const found = missing.map((name) => `${name} (${needs[name] ?? 'aw'}) is missing`).join(', ')
  return { name: 'Packages', status: 'failed', found, hint: `Install aw again, or: npm install ${missing.join(' ')}` }
}

async function checkDuckDb(): Promise<Check> {
  try {
    await (await openDuckDb()).close()
    return { name: 'DuckDB', status: 'ok', found: await readDuckDbVersion() }
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`
    const hint = `Install its code for this platform: npm install @duckdb/node-bindings-${platform}`
    return { name: 'DuckDB', status: 'failed', found: readReason(cause), hint }
  }
}

const browserNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'firefox',
]
const browserPaths = [
  '/Applications/Google Chrome.app',
  '/Applications/Firefox.app',
  '/Applications/Safari.app',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
]

function checkBrowser(): Check {
  const { CHROME_PATH, PATH = '' } = process.env
  const paths = PATH.split(delimiter).flatMap((folder) => browserNames.map((name) => join(folder, name)))
  const found = [...(CHROME_PATH ? [CHROME_PATH] : []), ...paths, ...browserPaths].find((path) => existsSync(path))
  if (found !== undefined) return { name: 'Browser', status: 'ok', found }
  const hint =
    'The studio needs one, on this computer or another. On Debian: apt-get install chromium. For another place, set CHROME_PATH.'
  return { name: 'Browser', status: 'warning', found: 'none', hint }
}

async function checkServer(): Promise<Check[]> {
  const { checkDatabase, checkStorage, readEnvironment } = await import('@aw-flow/server')
  const settings = readEnvironment(process.env, process.cwd())
  if (!settings.ok) return [toCheck('Configuration', settings)]
  return [
    { name: 'Configuration', status: 'ok', found: `data in ${settings.value.dataFolder}` },
    toCheck('Database', await checkDatabase(settings.value)),
    toCheck('Storage', await checkStorage(settings.value)),
  ]
}

function toCheck(name: string, outcome: Result<string>): Check {
  if (outcome.ok) return { name, status: 'ok', found: outcome.value }
  const { message, hint } = englishFormatter.renderProblem(outcome.problem)
  return { name, status: 'failed', found: message, ...(hint ? { hint } : {}) }
}

const readReason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
