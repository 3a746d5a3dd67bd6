import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findOtherBrowsers, installOtherBrowsers, packages } from './other-browsers.mjs'

/**
 * Runs the element suites in Firefox and WebKitGTK. The long tests install them where possible, and fail if one is
 * missing; other levels run the installed browsers, and report missing ones.
 */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const isLong = process.env.AW_TEST_LEVEL === 'long'
const browsers = isLong ? installOtherBrowsers() : findOtherBrowsers()
const missing = ['firefox', 'webkit'].filter((name) => !browsers[name])
if (missing.length > 0) {
  console.log(`Did not run: ${missing.join(', ')}. Install them (Debian: apt-get install ${packages.join(' ')}).`)
}
const name = 'other-browsers.json'
if (missing.length === 2) {
  const count = { passed: 0, failed: isLong ? 1 : 0, skipped: 1 }
  if (process.env.AW_TEST_REPORTS) writeFileSync(join(process.env.AW_TEST_REPORTS, name), JSON.stringify(count))
  process.exitCode = isLong ? 1 : 0
} else {
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'wtr'),
    ['--config', 'test/other-browsers/wtr.config.mjs', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit', env: { ...process.env, AW_TEST_REPORT: name } },
  )
  process.exitCode = isLong && missing.length > 0 ? 1 : (status ?? 1)
}
