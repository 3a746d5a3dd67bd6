import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Exits with a message if Node is too old for the project's packages. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(
    `aw needs Node 20.19 or newer. This is Node ${process.version}. Install a newer Node and run the command again.`,
  )
  process.exit(1)
}

/** Installs the packages of the lock file if they are missing or outdated. Idempotent; prints nothing if there is nothing to do. */
export async function install() {
  checkNode()
  const stamp = join(root, 'node_modules', '.aw-installed')
  const lock = join(root, 'package-lock.json')
  const key = `${process.versions.modules}\n${readFileSync(lock, 'utf8')}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return
  const name = 'Installing packages'
  const progress = createProgress([[name, 60]])
  const task = progress.start(name)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const code = await runCommand(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress'], {
    cwd: root,
    onOutput: progress.print,
  })
  progress.end()
  if (code !== 0) {
    console.error('The packages could not be installed (see above). Check the network and run the command again.')
    process.exit(1)
  }
  task.finish()
  writeFileSync(stamp, key)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await install()
