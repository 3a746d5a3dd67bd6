import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const findOnPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

const miniBrowsers = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`)

/** Returns the paths that the launchers of Firefox and WebKitGTK need, if these browsers are installed. */
export function findOtherBrowsers() {
  const firefox = findOnPath('firefox-esr') ?? findOnPath('firefox')
  const driver = findOnPath('WebKitWebDriver')
  const browser = miniBrowsers.find((path) => existsSync(path))
  return {
    ...(firefox ? { firefox } : {}),
    ...(driver && browser && findOnPath('xvfb-run') ? { webkit: { driver, browser } } : {}),
  }
}

/** Debian packages of both browsers. */
export const packages = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth']

/** Does the same as `findOtherBrowsers`, but first installs missing browsers with `apt-get` if the user is root. */
export function installOtherBrowsers() {
  const browsers = findOtherBrowsers()
  if ((browsers.firefox && browsers.webkit) || process.getuid?.() !== 0 || !findOnPath('apt-get')) return browsers
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    try {
      execFileSync('apt-get', args, { stdio: 'ignore', timeout: 900_000 })
    } catch {
      break
    }
  }
  return findOtherBrowsers()
}
