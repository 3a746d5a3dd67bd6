import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** npm's list of the packages that it has installed. */
const installedLock = join(root, 'node_modules', '.package-lock.json')

/** Exits with a message if Node is too old for the project's packages. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(
    `aw needs Node 20.19 or newer. This is Node ${process.version}. Install a newer Node and run the command again.`,
  )
  process.exit(1)
}

/** Whether npm has installed all packages in their versions of the lock file, apart from those of some platforms. */
function isInstalled(lockText) {
  if (!existsSync(installedLock)) return false
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages
  return Object.entries(JSON.parse(lockText).packages).every(
    ([path, { version, link, optional, peer }]) =>
      !path.includes('node_modules/') || link || optional || peer || installed[path]?.version === version,
  )
}

/**
 * Installs the packages of the lock file if they are missing or outdated. Idempotent; prints nothing if there is nothing
 * to do.
 *
 * @param {'running' | 'all'} [group] - `running`: what `npm start` needs. `all`: also the tools for tests, declarations,
 *   documentation and releases, which are development dependencies. Once they are installed, they stay.
 */
export async function install(group = 'all') {
  checkNode()
  const stamp = join(root, 'node_modules', '.aw-installed')
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const key = `${process.versions.modules}\n${lockText}`
  const [installedGroup, ...installedKey] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : []
  const isComplete = installedGroup === 'all' || installedGroup === group
  if (isComplete && installedKey.join('\n') === key) return
  const isOtherNode = installedKey.length > 0 && installedKey[0] !== process.versions.modules
  // `npm ci`, which some run themselves, removes the stamp.
  if (!isOtherNode && isInstalled(lockText)) return writeFileSync(stamp, `all\n${key}`)
  const isFresh = !existsSync(installedLock)
  const isRunningOnly = group === 'running' && (isFresh || installedGroup === 'running')
  const name = isRunningOnly ? 'Installing packages' : 'Installing packages and tools'
  const progress = createProgress([[name, isRunningOnly ? 25 : 60]])
  const task = progress.start(name)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // `npm ci` would first delete what is installed.
  const command = isFresh ? ['ci'] : ['install', '--no-save']
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--no-progress']
  const code = await runCommand(npm, [...command, ...(isRunningOnly ? ['--omit=dev'] : []), ...options], {
    cwd: root,
    onOutput: progress.print,
  })
  progress.end()
  if (code !== 0) {
    console.error('The packages could not be installed (see above). Check the network and run the command again.')
    process.exit(1)
  }
  task.finish()
  writeFileSync(stamp, `${isRunningOnly ? 'running' : 'all'}\n${key}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await install(process.argv[2])
