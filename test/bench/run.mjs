import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../../.ci/build.mjs'
import { install } from '../../.ci/install.mjs'

/**
 * `npm run bench -- NAME [--json]`: installs missing packages of the product and the peers, builds what is stale, and runs
 * `bench.ts` on the result. `--source` runs from source without installing or building, for development; times are worse,
 * since tsx wraps every named function. `real --fresh FOLDER [--which]` also measures the fresh set in that folder and
 * lists the failures of its tune half. Exit codes: 0 measured, 1 failed, 2 wrong usage.
 */
const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))
const given = process.argv.slice(2)
const freshAt = given.indexOf('--fresh')
const fresh = freshAt < 0 ? [] : given.splice(freshAt, 2).slice(1)
const laterAt = given.indexOf('--later')
const later = laterAt < 0 ? [] : given.splice(laterAt, 2).slice(1)
const unseenAt = given.indexOf('--unseen')
const unseen = unseenAt < 0 ? [] : given.splice(unseenAt, 2).slice(1)
const which = given.includes('--which')
const names = given.filter((argument) => argument !== '--source' && argument !== '--which')
const fromSource = given.includes('--source')

function installPeers() {
  const peers = join(here, 'peers')
  const stamp = join(peers, 'node_modules', '.aw-installed')
  const key = `${process.versions.modules}\n${readFileSync(join(peers, 'package-lock.json'), 'utf8')}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return
  console.error('Installing the peers…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: peers,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('The peers could not be installed (see above). Check the network and run the command again.')
    process.exit(1)
  }
  writeFileSync(stamp, key)
}

const known = readdirSync(here).filter((name) => existsSync(join(here, name, `${name}-bench.ts`)))
const asked = names.filter((name) => name !== '--json')
if (asked.length !== 1 || !known.includes(asked[0])) {
  console.error(`Name one benchmark: npm run bench -- ${known.join('|')} [--json]`)
  process.exit(2)
}

const lacksFolder = (freshAt >= 0 && !fresh[0]) || (laterAt >= 0 && !later[0]) || (unseenAt >= 0 && !unseen[0])
if ((freshAt >= 0 || laterAt >= 0 || unseenAt >= 0 || which) && (asked[0] !== 'real' || lacksFolder)) {
  console.error(
    '--fresh FOLDER, --later FOLDER, --unseen FOLDER and --which apply to the benchmark "real" only: npm run bench -- real --later FOLDER [--which]',
  )
  process.exit(2)
}

if (!fromSource) await install()
installPeers()
if (!fromSource) await build(names.includes('start') ? ['packages', 'studio'] : ['packages'])

const { status } = spawnSync(
  process.execPath,
  [
    // Collects the garbage of one contender before the next one runs.
    '--expose-gc',
    ...(fromSource ? ['--conditions=aw-source'] : []),
    '--import',
    'tsx',
    join(here, 'bench.ts'),
    ...names,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(fresh[0] ? { AW_FRESH_FILES: resolve(fresh[0]) } : {}),
      ...(unseen[0] ? { AW_UNSEEN_FILES: resolve(unseen[0]) } : {}),
      ...(later[0] ? { AW_LATER_FILES: resolve(later[0]) } : {}),
      ...(which ? { AW_WHICH: '1' } : {}),
    },
  },
)
process.exitCode = status ?? 1
