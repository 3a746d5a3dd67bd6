import { error, failed, type Problem, type Result } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startHealthChecks } from '../processes/health-checks.ts'
import { readProcessMemory } from '../processes/process-memory.ts'
import { forkChild } from '../processes/fork-child.ts'
import { parseMessage, type MessageFromReader, type ReaderSettings, type MessageToReader } from './reader-messages.ts'
import type { View, ViewedFile, TableView } from './table-reader.ts'

/** Limits of a table reader process. */
export interface ReaderLimits {
  /** Maximum duration of a request, in ms. */
  timeoutMs: number
  /** Maximum memory of the process, in bytes. */
  memoryBytes: number
  /** Time without a heartbeat after which the process is killed, in ms. */
  heartbeatTimeoutMs: number
}

export interface ReaderProcessOptions extends ReaderLimits {
  temporaryFolder: string
  /** Memory limit of the data engine, in DuckDB's format. */
  memoryLimit: string
  onError(cause: unknown): void
}

/** A process that reads the tables of one workspace. */
export interface ReaderProcess {
  readonly pid: number | undefined
  readonly isAlive: boolean
  /** Reads a table. Callers must wait for the result before they send the next request. */
  read(file: ViewedFile, view: View): Promise<Result<TableView>>
  kill(): Promise<void>
}

/** Interval between health checks, in ms. */
const checkIntervalMs = 250
/**
 * Time limit for starting the process, in ms. It is long because several processes may be loading their code at once.
 */
const startTimeoutMs = 120_000

type KillReason = 'done' | 'memory' | 'time' | 'silence' | 'invalid'

interface PendingRead {
  requestId: number
  file: ViewedFile
  startedAt: number
  resolve(result: Result<TableView>): void
  reject(cause: Error): void
}

/**
 * Starts a table reader process. If the process exceeds a limit, it is killed, the pending request resolves with a
 * problem, and `isAlive` becomes `false`. The folder for unpacked files is removed when the process has ended.
 *
 * @param fork Starts the script in a process. Tests replace it.
 */
export function startReaderProcess(options: ReaderProcessOptions, fork = forkChild): ReaderProcess {
  const { timeoutMs, memoryBytes, heartbeatTimeoutMs, memoryLimit, onError } = options
  const temporaryFolder = join(options.temporaryFolder, `reader-${randomUUID()}`)
  const settings: ReaderSettings = { temporaryFolder, memoryLimit }
  const child = fork('viewing/reader-child', settings, { shouldHideConfiguration: true, maxHeapBytes: memoryBytes })
  let pendingRead: PendingRead | undefined
  let lastRequestId = 0
  let lastMessageAt = performance.now()
  let isReady = false
  let isAlive = true
  let killReason: KillReason | undefined
  let errorOutput = ''

  const killProcess = (reason: KillReason): void => {
    isAlive = false
    killReason ??= reason
    child.kill('SIGKILL')
  }
  const stopChecks = startHealthChecks(() => {
    const now = performance.now()
    // Reads the memory usage from outside, because a blocked process cannot report it.
    if (child.pid !== undefined && (readProcessMemory(child.pid) ?? 0) > memoryBytes) return killProcess('memory')
    // The time limit includes the start of the process, which may be slow on a busy machine.
    if (pendingRead && now - pendingRead.startedAt > timeoutMs) killProcess('time')
    else if (now - lastMessageAt > (isReady ? heartbeatTimeoutMs : startTimeoutMs)) killProcess('silence')
  }, checkIntervalMs)

  child.on('message', (value: unknown) => {
    lastMessageAt = performance.now()
    isReady = true
    try {
      receive(parseMessage(value))
    } catch (cause) {
      errorOutput += String(cause)
      killProcess('invalid')
    }
  })
  const receive = (message: MessageFromReader): void => {
    if (message.type === 'alive') {
      if (message.bytes > memoryBytes) killProcess('memory')
      return
    }
    if (message.type === 'unresponsive') return killProcess('time')
    if (pendingRead?.requestId !== message.requestId) return
    const { resolve, reject } = pendingRead
    pendingRead = undefined
    if (message.result) resolve(message.result)
    else reject(new Error(message.error))
  }
  child.stderr?.on('data', (chunk) => (errorOutput = (errorOutput + String(chunk)).slice(-4000)))
  child.once('error', (cause) => (errorOutput += cause.message))
  const exitPromise = new Promise<void>((resolve) => {
    child.once('close', async (code, signal) => {
      isAlive = false
      stopChecks()
      const reason = killReason ?? (/heap out of memory/.test(errorOutput) ? 'memory' : undefined)
      if (reason === undefined || reason === 'invalid')
        onError(
          new Error(`The table reader process ended (${reason ?? signal ?? `exit ${code}`}). ${errorOutput}`.trim()),
        )
      await rm(temporaryFolder, { recursive: true, force: true }).catch(onError)
      pendingRead?.resolve(failed(createProblem(reason, pendingRead.file, options)))
      pendingRead = undefined
      resolve()
    })
  })

  return {
    pid: child.pid,
    get isAlive() {
      return isAlive
    },
    read: (file, view) =>
      new Promise((resolve, reject) => {
        pendingRead = { requestId: ++lastRequestId, file, startedAt: performance.now(), resolve, reject }
        // If sending fails, the process exits, which settles the request.
        child.send({ requestId: lastRequestId, file, view } satisfies MessageToReader, () => undefined)
      }),
    async kill() {
      killProcess('done')
      await exitPromise
    },
  }
}

function createProblem(reason: KillReason | undefined, { name }: ViewedFile, limits: ReaderLimits): Problem {
  if (reason === 'memory') return error('table.too-much-memory', { name, limit: limits.memoryBytes })
  if (reason === 'time' || reason === 'silence') return error('table.too-slow', { name, limit: limits.timeoutMs })
  return error('table.reader-ended', { name })
}
