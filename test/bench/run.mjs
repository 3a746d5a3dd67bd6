import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from '../../.ci/build.mjs'
import { install } from '../../.ci/install.mjs'

/**
 * `npm run bench -- NAME`: installs missing packages of the product and the peers, builds what is stale, and runs
 * `bench.ts` on the result. `npm run bench -- compare BASE NAME` runs `compare.ts`. `--source` runs from source without
 * installing or building, for development; times are worse, since tsx wraps every named function. See README.md for the
 * other options. Exit codes: 0 measured, 1 failed, 2 wrong usage.
 */
const benchFolder = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(benchFolder))
const benchNames = readdirSync(benchFolder).filter((name) => existsSync(join(benchFolder, name, `${name}-bench.ts`)))

/** Options of single benchmarks, by option: the benchmark, and the environment variable that it reads. */
const benchOptions = {
  fresh: { bench: 'real', variable: 'AW_FRESH_FILES', read: (folder) => resolve(folder) },
  later: { bench: 'real', variable: 'AW_LATER_FILES', read: (folder) => resolve(folder) },
  unseen: { bench: 'real', variable: 'AW_UNSEEN_FILES', read: readUnseen },
  which: { bench: 'real', variable: 'AW_WHICH', read: () => '1' },
  tasks: { bench: 'assistant', variable: 'AW_TASKS', read: (file) => resolve(file) },
  minutes: { bench: 'isolation', variable: 'AW_BENCH_MINUTES', read: readMinutes },
}

function fail(message) {
  console.error(message)
  process.exit(2)
}

function readUnseen(value) {
  const [, set, folder] = /^([^=]+)=(.+)$/.exec(value) ?? fail(`--unseen ${value} has no folder. Pass SET=FOLDER.`)
  return `${set}=${resolve(folder)}`
}

function readMinutes(value) {
  return Number(value) > 0 ? value : fail(`--minutes ${value} is not a number above 0. Pass, for example, --minutes 1.`)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        record: { type: 'boolean' },
        source: { type: 'boolean' },
        rounds: { type: 'string' },
        fresh: { type: 'string' },
        later: { type: 'string' },
        unseen: { type: 'string' },
        which: { type: 'boolean' },
        tasks: { type: 'string' },
        minutes: { type: 'string' },
      },
    })
  } catch (error) {
    return fail(error.message)
  }
}

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

const {
  values: { json, record, source, rounds, ...selected },
  positionals,
} = readArguments()
const isComparison = positionals[0] === 'compare'
const name = positionals.at(-1)
if (positionals.length !== (isComparison ? 3 : 1) || !benchNames.includes(name)) {
  const names = benchNames.join('|')
  fail(`Pass one benchmark, or a commit and one: npm run bench -- ${names}, or npm run bench -- compare COMMIT NAME`)
}
if (rounds !== undefined && !(isComparison && Number.isInteger(Number(rounds)) && Number(rounds) > 0)) {
  fail(`--rounds ${rounds} is the number of rounds of a comparison: npm run bench -- compare COMMIT NAME --rounds 3`)
}
const environment = {}
for (const [option, value] of Object.entries(selected)) {
  const { bench, variable, read } = benchOptions[option]
  if (bench !== name) fail(`--${option} applies to the benchmark "${bench}" only, not to "${name}".`)
  environment[variable] = read(value)
}

if (!source) await install()
installPeers()
if (!source) await build(['packages', 'server', 'cli', ...(name === 'start' ? ['studio'] : [])])

const script = isComparison ? ['compare.ts', positionals[1], name, rounds ?? '3'] : ['bench.ts', name]
const outputs = [...(json ? ['--json'] : []), ...(record ? ['--record'] : [])]
const { status } = spawnSync(
  process.execPath,
  [
    // Collects the garbage of one contender before the next one runs.
    '--expose-gc',
    ...(source ? ['--conditions=aw-source'] : []),
    '--import',
    'tsx',
    join(benchFolder, script[0]),
    ...script.slice(1),
    ...outputs,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
)
process.exitCode = status ?? 1
