import { execFileSync, fork, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { lstatSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pidusage from 'pidusage'
import { pack } from '../../../.ci/pack.mjs'
import { findFreePort } from '../../../server/testing/free-port.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, summarize, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { runParts } from '../run-parts.ts'

const root = resolve(import.meta.dirname, '../../..')
const commandLine = join(root, 'packages/cli/aw.mjs')

/** Measures programs from their start: the command line, a run process, a server, and `npm start` in this and a new clone. */
export async function benchCold(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-cold-'))
  try {
    return await runParts(
      {
        help: () => measureHelp(folder, progress),
        load: () => measureLoad(folder, progress),
        'run-process': () => measureRunProcess(folder, progress),
        server: () => measureServer(folder, progress),
        start: () => measureSecondStart(folder, progress),
        clone: () => measureClone(folder),
        installed: () => measureInstalled(folder),
      },
      progress,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a script to its end. */
function runScript(folder: string, ...args: readonly string[]): Sample {
  const start = performance.now()
  const { status, output, stderr } = spawnSync(
    process.execPath,
    ['--import', join(import.meta.dirname, 'processor-time.mjs'), ...args],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${args.join(' ')} exited with code ${status}: ${stderr}`)
  return { time: performance.now() - start, processorTime: Number(output[3]) / 1000 }
}

async function measureHelp(folder: string, progress: Progress): Promise<BenchCase[]> {
  const name = 'aw --help, processor time beyond that of node -e 0'
  const { processorTime } = await measureInTurn(
    {
      ours: async () => {
        const empty = runScript(folder, '--eval', '0').processorTime!
        return { processorTime: runScript(folder, commandLine, '--help').processorTime! - empty }
      },
    },
    { onRun: progress(name) },
  )
  return [benchCase({ case: name, unit: 'ms', measured: processorTime!, goal: 60, floor: 120 })]
}

async function measureLoad(folder: string, progress: Progress): Promise<BenchCase[]> {
  const name = 'aw load, one row to Parquet'
  const peer = '@duckdb/node-api'
  const source = join(folder, 'one.csv')
  await writeFile(source, 'id,name\n1,Ada\n')
  const run = async (target: string, ...args: readonly string[]): Promise<Sample> => {
    const sample = runScript(folder, ...args)
    await stat(target)
    await rm(target)
    return sample
  }
  const [ours, theirs] = [join(folder, 'ours.parquet'), join(folder, 'theirs.parquet')]
  const { time, processorTime } = await measureInTurn(
    {
      ours: () => run(ours, commandLine, 'load', source, '--out', ours),
      [peer]: () => run(theirs, join(import.meta.dirname, 'raw-parquet.mjs'), source, theirs),
    },
    { onRun: progress(name) },
  )
  const limits = { goal: { times: 1.3, peer }, floor: { times: 2, peer } }
  return [
    benchCase({ case: name, unit: 'ms', measured: time!, ...limits }),
    benchCase({ case: `${name}, processor time`, unit: 'ms', measured: processorTime!, ...limits }),
  ]
}

/** Starts a run process as a server does, until it can receive runs. */
async function startRunProcess(folder: string): Promise<Sample> {
  const settings = { nodes: [], allowHosts: [], temporaryFolder: folder }
  const child = fork(join(root, 'server/dist/processes/run-child.js'), [JSON.stringify(settings)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  await new Promise((fulfil, reject) => {
    child.once('message', fulfil)
    child.once('exit', (code) => reject(new Error(`The run process exited with code ${code}.`)))
  })
  const { ctime } = await pidusage(child.pid!)
  await end(child, 'SIGKILL', false)
  return { processorTime: ctime }
}

async function measureRunProcess(folder: string, progress: Progress): Promise<BenchCase[]> {
  const name = 'run process ready, processor time'
  const { processorTime } = await measureInTurn({ ours: () => startRunProcess(folder) }, { onRun: progress(name) })
  return [benchCase({ case: name, unit: 'ms', measured: processorTime!, goal: 150, floor: 300 })]
}

async function measureServer(folder: string, progress: Progress): Promise<BenchCase[]> {
  const start = async (path: string): Promise<Sample> => {
    const port = await findFreePort()
    const began = performance.now()
    const child = startProgram(root, [process.execPath, join(root, 'server/dist/main.js')], port, join(folder, 'data'))
    await waitFor(`http://localhost:${port}${path}`, child)
    const time = performance.now() - began
    const { ctime } = await pidusage(child.pid!)
    await end(child, 'SIGTERM')
    return { time, processorTime: ctime }
  }
  const measure = async (name: string, path: string): Promise<BenchCase[]> => {
    const { time, processorTime } = await measureInTurn({ ours: () => start(path) }, { onRun: progress(name) })
    return [
      benchCase({ case: name, unit: 'ms', measured: time!, goal: 800, floor: 1500 }),
      benchCase({ case: `${name}, processor time`, unit: 'ms', measured: processorTime! }),
    ]
  }
  return [
    ...(await measure('server on PGlite answers, second start', '/health/ready')),
    ...(await measure('server on PGlite listens, second start', '/health')),
  ]
}

async function measureSecondStart(folder: string, progress: Progress): Promise<BenchCase[]> {
  const name = 'second npm start to the first answer'
  const start = async (): Promise<Sample> => ({ time: (await startByNpm(root, join(folder, 'started'))).time })
  const { time } = await measureInTurn({ ours: start }, { onRun: progress(name) })
  return [benchCase({ case: name, unit: 'ms', measured: time!, goal: 1500, floor: 2500 })]
}

/** Clones the last commit, and starts it once. The packages are downloaded, or come from npm's cache. */
async function measureClone(folder: string): Promise<BenchCase[]> {
  const clone = join(folder, 'clone')
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The repository could not be cloned: ${stderr}`)
  const { time, withoutInstall } = await startByNpm(clone, join(folder, 'cloned'))
  const name = 'fresh clone, npm start to the first answer'
  const toMeasured = (milliseconds: number): ReturnType<typeof summarize> => summarize([milliseconds / 1000])
  return [
    benchCase({ case: name, unit: 's', measured: { ours: toMeasured(time) }, goal: 70, floor: 100 }),
    benchCase({
      case: `${name}, without npm ci`,
      unit: 's',
      measured: { ours: toMeasured(withoutInstall) },
      goal: 25,
      floor: 40,
    }),
  ]
}

/**
 * The size of the 212 packages that an installation of the command line had on 2026-11-29 (`ef85ef7e8`), in MB, without
 * those of this project.
 */
const formerPackages = 408

/** Installs the packed command line into an empty folder. */
async function measureInstalled(folder: string): Promise<BenchCase[]> {
  const project = join(folder, 'installed')
  await mkdir(project)
  const [packed] = pack(folder, ['packages/cli'])
  const options = ['--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['install', ...options, '--prefix', project, packed!.tarball], { stdio: 'inherit' })
  const bytes = readdirSync(join(project, 'node_modules'), { recursive: true, encoding: 'utf8' })
    .map((path) => lstatSync(join(project, 'node_modules', path)))
    .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0)
  return [
    benchCase({
      case: 'installed size of @aw-flow/cli with dependencies',
      unit: 'MB',
      measured: { ours: summarize([bytes / 1e6]) },
      goal: 0.4 * formerPackages,
      floor: 0.6 * formerPackages,
    }),
  ]
}

/** Runs `npm start` until the server answers. `withoutInstall` begins when the packages are installed. */
async function startByNpm(folder: string, data: string): Promise<{ time: number; withoutInstall: number }> {
  await mkdir(data, { recursive: true })
  const port = await findFreePort()
  const began = performance.now()
  const child = startProgram(folder, ['npm', 'start'], port, data)
  let installed = began
  child.stderr?.on('data', (text: Buffer) => {
    if (installed === began && text.includes('Building')) installed = performance.now()
  })
  await waitFor(`http://localhost:${port}/`, child)
  const ended = performance.now()
  await end(child, 'SIGTERM')
  return { time: ended - began, withoutInstall: ended - installed }
}

function startProgram(folder: string, command: readonly string[], port: number, data: string): ChildProcess {
  const [program, ...args] = command
  return spawn(program!, args, {
    cwd: folder,
    env: { ...process.env, PORT: String(port), AW_DATA: data },
    // npm does not pass signals to the server, so the whole process group receives them.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  child.stderr?.resume()
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await sleep(10)
  }
  throw new Error(`The program that serves ${url} exited with code ${child.exitCode}.`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals, isGroup = true): Promise<void> {
  const ended = new Promise((fulfil) => child.once('close', fulfil))
  process.kill(isGroup ? -child.pid! : child.pid!, signal)
  await ended
}
