import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Flags with which every suite starts Chromium: no sandbox (CI runs as root), no GPU, no background requests. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Most tests leave their page before optimized code pays for its compilation. That of WebAssembly took a third of the
  // processor time of the end-to-end tests, that of JavaScript a few percent. The long tests run optimized code.
  // The daily tests also keep pages of a site in one process, since each process starts and compiles the scripts again.
  ...(['quick', 'daily'].includes(process.env.AW_TEST_LEVEL ?? '')
    ? ['--js-flags=--liftoff-only --wasm-lazy-validation --no-turbofan', '--process-per-site']
    : []),
]

const browserNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const browserPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Returns the path of a browser: `CHROME_PATH`, then known names in PATH, then known paths; `undefined` if there is none. */
export function findBrowser() {
  const configured = process.env.CHROME_PATH
  if (configured) return isExecutable(configured) ? configured : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [...browserNames.flatMap((name) => folders.map((folder) => join(folder, name))), ...browserPaths].find(
    isExecutable,
  )
}

const tryCommand = (command, args) => {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 })
    return true
  } catch {
    return false
  }
}

/**
 * Returns the path of a browser, and installs a missing one: with Playwright, then with `apt-get` if root. Returns
 * `undefined` if that fails; the caller then reports what to install.
 */
export function installBrowser() {
  const existing = findBrowser()
  if (existing || process.env.CHROME_PATH) return existing
  if (tryCommand('npx', ['--no-install', 'playwright', 'install', 'chromium'])) {
    const path = playwrightBrowser()
    if (path) return path
  }
  if (process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get')) {
    tryCommand('apt-get', ['update'])
    tryCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
  }
  return findBrowser()
}

function playwrightBrowser() {
  const script = "import('@playwright/test').then(({ chromium }) => process.stdout.write(chromium.executablePath()))"
  try {
    const path = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    return isExecutable(path) ? path : undefined
  } catch {
    return undefined
  }
}
