import { spawn, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { wasmFlags } from '../../test/sizes.ts'
import { findFreePort } from './free-port.ts'

const root = resolve(import.meta.dirname, '../..')

/** A server or worker as a process that can be killed and restarted. */
export interface ServerProcess {
  readonly name: string
  /** Its address while it is up; it keeps its port. */
  readonly url: string
  readonly pid: number | undefined
  /** Starts it and resolves when it is ready. */
  start(): Promise<void>
  /** Kills it without notice by default. Resolves when it has ended. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Its output since the last start. */
  output(): string
}

const sourceArguments = ['--import', 'tsx', '--conditions=aw-source', join(root, 'server/main.ts')]
/** The repository if `npm test` has just built its programs. */
const builtFolder = process.env.AW_TEST_BUILT

export interface ServerProcessOptions {
  /** Whether to run the build or the source; by default the build under `npm test`, which has just built it. */
  built?: boolean
  /** A shell command that runs before the server's command. */
  shell?: string
}

export function createServerProcess(
  name: string,
  environment: Record<string, string>,
  { built = builtFolder !== undefined, shell }: ServerProcessOptions = {},
): ServerProcess {
  let child: ChildProcess | undefined
  let port = 0
  let outputText = ''
  let exited: Promise<void> = Promise.resolve()

  const isUp = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null
  const start = async (): Promise<void> => {
    port ||= await findFreePort()
    const commandLine = [
      process.execPath,
      ...wasmFlags,
      ...(built ? [join(builtFolder ?? root, 'server/dist/main.js')] : sourceArguments),
    ]
    const [command, ...rest] =
      shell === undefined ? commandLine : ['/bin/sh', '-c', `${shell} "$@"`, 'sh', ...commandLine]
    const spawned = spawn(command!, rest, {
      cwd: root,
      env: { ...process.env, ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = spawned
    outputText = ''
    exited = new Promise((resolve) => spawned.once('exit', () => resolve()))
    spawned.stdout.on('data', (chunk) => (outputText += chunk))
    spawned.stderr.on('data', (chunk) => (outputText = (outputText + String(chunk)).slice(-20_000)))
    while (isUp()) {
      const answer = await fetch(`http://localhost:${port}/health/ready`).catch(() => undefined)
      await answer?.body?.cancel()
      if (answer?.ok) return
      await sleep(50)
    }
    // A process killed during its start is restarted by the test that killed it.
    if (spawned.signalCode === null) throw new Error(`${name} did not start: ${outputText}`)
  }
  return {
    name,
    get url() {
      return `http://localhost:${port}`
    },
    get pid() {
      return isUp() ? child!.pid : undefined
    },
    start,
    async kill(signal = 'SIGKILL') {
      if (isUp()) child!.kill(signal)
      await exited
    },
    output: () => outputText,
  }
}
