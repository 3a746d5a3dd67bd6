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
 * lists failures. Exit codes: 0 measured, 1 failed, 2 wrong usage.
 */
const benchFolder = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(benchFolder))
const args = process.argv.slice(2)
const freshIndex = args.indexOf('--fresh')
const fresh = freshIndex < 0 ? [] : args.splice(freshIndex, 2).slice(1)
const laterIndex = args.indexOf('--later')
const later = laterIndex < 0 ? [] : args.splice(laterIndex, 2).slice(1)
const unseenIndex = args.indexOf('--unseen')
const unseen = unseenIndex < 0 ? [] : args.splice(unseenIndex, 2).slice(1)
const tasksIndex = args.indexOf('--tasks')
const tasks = tasksIndex < 0 ? [] : args.splice(tasksIndex, 2).slice(1)
const minutesIndex = args.indexOf('--minutes')
const minutes = minutesIndex < 0 ? [] : args.splice(minutesIndex, 2).slice(1)
const which = args.includes('--which')
const names = args.filter((argument) => argument !== '--source' && argument !== '--which')
const fromSource = args.includes('--source')

function installPeers() {
  const peers = join(benchFolder, 'peers')
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

const benchNames = readdirSync(benchFolder).filter((name) => existsSync(join(benchFolder, name, `${name}-bench.ts`)))
const requested = names.filter((name) => name !== '--json')
if (requested.length !== 1 || !benchNames.includes(requested[0])) {
  console.error(`Pass the name of one benchmark: npm run bench -- ${benchNames.join('|')} [--json]`)
  process.exit(2)
}

const [, unseenSet, unseenFolder] = /^([^=]+)=(.+)$/.exec(unseen[0] ?? '') ?? []
const lacksFolder =
  (freshIndex >= 0 && !fresh[0]) || (laterIndex >= 0 && !later[0]) || (unseenIndex >= 0 && !unseenFolder)
if ((freshIndex >= 0 || laterIndex >= 0 || unseenIndex >= 0 || which) && (requested[0] !== 'real' || lacksFolder)) {
  console.error(
    '--fresh FOLDER, --later FOLDER, --unseen SET=FOLDER and --which apply to the benchmark "real" only: npm run bench -- real --later FOLDER [--which]',
  )
  process.exit(2)
}

if (tasksIndex >= 0 && (requested[0] !== 'assistant' || !tasks[0])) {
  console.error('--tasks FILE applies to the benchmark "assistant" only: npm run bench -- assistant --tasks FILE')
  process.exit(2)
}

if (minutesIndex >= 0 && (requested[0] !== 'isolation' || !(Number(minutes[0]) > 0))) {
  console.error('--minutes N applies to the benchmark "isolation" only: npm run bench -- isolation --minutes 1')
  process.exit(2)
}

if (!fromSource) await install()
installPeers()
if (!fromSource) await build(['packages', 'server', 'cli', ...(names.includes('start') ? ['studio'] : [])])

const { status } = spawnSync(
  process.execPath,
  [
    // Collects the garbage of one contender before the next one runs.
    '--expose-gc',
    ...(fromSource ? ['--conditions=aw-source'] : []),
    '--import',
    'tsx',
    join(benchFolder, 'bench.ts'),
    ...names,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(fresh[0] ? { AW_FRESH_FILES: resolve(fresh[0]) } : {}),
      ...(unseenFolder ? { AW_UNSEEN_FILES: `${unseenSet}=${resolve(unseenFolder)}` } : {}),
      ...(later[0] ? { AW_LATER_FILES: resolve(later[0]) } : {}),
      ...(minutes[0] ? { AW_BENCH_MINUTES: minutes[0] } : {}),
      ...(tasks[0] ? { AW_TASKS: resolve(tasks[0]) } : {}),
      ...(which ? { AW_WHICH: '1' } : {}),
    },
  },
)
process.exitCode = status ?? 1
