import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  createTableLedger,
  NodeError,
  resumeRun,
  runWorkflow,
  type Catalog,
  type Clock,
  type Digest,
  type Files,
  type ExternalServices,
  type RunControl,
  type Sandbox,
  type Tables,
} from '@aw-flow/engine'
import {
  error,
  foldRun,
  isFinalRunState,
  defined,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
} from '@aw-flow/schema'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunRequest } from '../store/runs/run-request.ts'
import type { RequestReader } from './request-reader.ts'
import { writeResultTables, type WrittenTable } from './write-result-tables.ts'
import { createLazyTables } from './lazy-tables.ts'
import { createRunClock } from './run-clock.ts'
import { createRunJournal, findStatusAfter } from './run-journal.ts'

/** A run to execute, either from its beginning or after its last recorded event. */
export interface RunTask {
  id: string
  workspace: string
  /** Owner of the workspace, who takes turns with others. Default: the workspace. */
  owner?: string
  workflowId: string
  /** The run request as JSON. It is parsed only by the process that executes the run. */
  request: string
  /** IDs of the workflows whose nodes the run executes. */
  workflowIds: readonly string[]
  record: readonly RunEvent[]
  /** Whether the run has been canceled. If so, no further nodes are started. */
  isCanceled: boolean
  /** Whether no worker has executed the run before. If so, there are no stored tables to replace. */
  isFirstAttempt: boolean
  /** Whether the process also executes runs of other workspaces. Default: false. */
  isShared?: boolean
  /** Whether to continue with the installed versions of the run's node types. */
  shouldMigrate: boolean
  /**
   * Waits that end by this time (in ms since the Unix epoch) are over, even if the wall clock shows an earlier time.
   */
  waitedUntil?: number
  /** Events of the run from which this run was forked. */
  originalRecord?: readonly RunEvent[]
}

/** The environment in which runs are executed, either in this process or in a child process. */
export interface RunEnvironment {
  /** Loads the node types of a run, given its request as JSON. */
  loadCatalog(request: string): Promise<Catalog>
  readRequest: RequestReader
  sandbox?: Sandbox
  /**
   * Opens the files, external services and secrets that a run can access. They are closed when the run has ended or is
   * released.
   */
  openPorts(run: Pick<RunTask, 'id' | 'workspace' | 'workflowIds'>): RunPorts
  /**
   * Opens a run's data engine, possibly after waiting for other runs' engines to close. It is closed when the run has
   * ended or is released.
   */
  openTables(runId: string, signal: AbortSignal): Promise<Tables>
  clock: Clock
  digest: Digest
  /** Folder for files until they are stored. */
  temporaryFolder: string
  limits: RunLimits
}

/** External resources that a run can access. */
export interface RunPorts {
  files: Files
  services: ExternalServices
  close?(): Promise<void>
}

/** Limits for a single run. 0 means unlimited. */
export interface RunLimits {
  runMs: number
  /** Maximum size of the run's result tables, in bytes of CSV. */
  resultBytes: number
  /** Maximum size of the run's recorded events, in bytes. */
  recordBytes: number
}

/** Receives a run's output. */
export interface RunHost {
  /** Stores events before anything that depends on them is started. Rejects if the run's lease has been lost. */
  append(events: readonly RunEvent[]): Promise<void>
  storeTables(tables: readonly WrittenTable[]): Promise<void>
  onProgress(progress: RunProgress): void
  /** Called once, with the controls of the run in progress. */
  onControl(control: RunControl): void
  /** Reports an internal error. */
  onError(cause: unknown): void
}

export type RunOutcome =
  | { kind: 'ended' }
  /**
   * All remaining nodes are waiting. `wake` is set if any of them is waiting for a time or has a deadline; `events`
   * lists the names of events that they are waiting for.
   */
  | { kind: 'waits'; wake: WakeTime | undefined; events?: readonly string[] }
  /** The run cannot currently continue. Its recorded events are unchanged. */
  | { kind: 'stuck'; problem: Problem }
  /** The events could not be stored. Another worker continues after the last stored event. */
  | { kind: 'broken' }

/** Time at which a waiting run continues automatically. */
export interface WakeTime {
  /** Time in ms since the Unix epoch. */
  at: number
  /** Remaining time in ms. Unlike `at`, it is not affected by later changes to the wall clock. */
  afterMs: number
}

/** Executes a run until it ends, waits, or is released by its host. Never rejects. */
export async function performRun(
  task: RunTask,
  environment: RunEnvironment,
  host: RunHost,
  cancelSignal: AbortSignal,
): Promise<RunOutcome> {
  const {
    id,
    workflowId,
    record: initialRecord,
    isCanceled,
    isFirstAttempt,
    shouldMigrate,
    waitedUntil,
    originalRecord,
  } = task
  const { limits } = environment
  const { files, services, close: closePorts } = environment.openPorts(task)
  const clock = createRunClock(environment.clock, waitedUntil)
  const resultFolder = join(environment.temporaryFolder, `result-${id}`)
  const stopController = new AbortController()
  const tables = createLazyTables({
    open: () => environment.openTables(id, stopController.signal),
    temporaryFolder: environment.temporaryFolder,
    signal: stopController.signal,
    onError: host.onError,
  })
  /** Stores the tables before the end is recorded, so that a client that sees the end finds them. */
  const storeTables = async (record: readonly RunEvent[]): Promise<Problem | undefined> => {
    if (isFirstAttempt && !tables.isOpen) return undefined
    try {
      await host.storeTables(await writeResultTables(foldRun(record), tables, resultFolder, limits.resultBytes))
      return undefined
    } catch (cause) {
      if (cause instanceof NodeError) return cause.problem
      host.onError(cause)
      const reason = cause instanceof Error ? cause.message : String(cause)
      return error('run.result-not-saved', { reason })
    } finally {
      await rm(resultFolder, { recursive: true, force: true })
    }
  }
  const stop = (): void => stopController.abort(cancelSignal.reason)
  if (cancelSignal.aborted || isCanceled) stop()
  cancelSignal.addEventListener('abort', stop, { once: true })
  const journal = createRunJournal(initialRecord, {
    append: (events) => host.append(events),
    recordBytes: limits.recordBytes,
    async beforeEnd(record, end) {
      const problem = await storeTables(record)
      return problem ? { seq: end.seq, time: end.time, type: 'run-failed', failed: [], problem } : end
    },
  })
  const ports = {
    tables,
    ledger: createTableLedger((table) => tables.drop(table)),
    // Intermediate tables are retained only while they are needed, because users cannot view them.
    retainedTables: 'needed' as const,
    files,
    services,
    ...defined({ sandbox: environment.sandbox }),
    ...(limits.runMs > 0 ? { limits: { runMs: limits.runMs } } : {}),
    clock,
    render: englishFormatter.format,
    digest: environment.digest,
    signal: stopController.signal,
    journal,
    // While the run is waiting for users, a time or events, it does not use any resources in this process.
    whenIdle: 'return' as const,
    onControl: (control: RunControl) => host.onControl(control),
    onProgress: (progress: RunProgress) => host.onProgress(progress),
  }
  try {
    const catalog = await environment.loadCatalog(task.request)
    let record: readonly RunEvent[]
    if (initialRecord.length === 0) {
      const { request, problem } = environment.readRequest(task.request)
      if (problem !== undefined) host.onError(problem)
      // While a run is waiting for a data engine, it has no events yet, so its state remains "queued".
      if (usesTables(request, catalog)) await tables.prepare()
      record = await runWorkflow({ ...ports, catalog, ...request, run: id, workflowId })
    } else {
      const resumeResult = await resumeRun({
        ...ports,
        catalog,
        migrate: shouldMigrate,
        ...(originalRecord ? { readOriginalRecord: async () => originalRecord } : {}),
      })
      if (!resumeResult.ok) return { kind: 'stuck', problem: resumeResult.problem }
      record = resumeResult.value
    }
    const status = findStatusAfter(record.slice(-1))
    if (status && isFinalRunState(status)) return { kind: 'ended' }
    const view = foldRun(record)
    const wakeTimeMs = findWakeTime(view)
    const wake =
      wakeTimeMs === undefined ? undefined : { at: wakeTimeMs, afterMs: Math.max(0, wakeTimeMs - clock.now()) }
    return { kind: 'waits', wake, events: listEventNames(view) }
  } catch (cause) {
    if (journal.isBroken) return { kind: 'broken' }
    if (!(cause instanceof NodeError)) host.onError(cause)
    const problem = cause instanceof NodeError ? cause.problem : createInternalProblem(cause)
    const end: RunEvent = { seq: journal.length, time: clock.now(), type: 'run-failed', failed: [], problem }
    return host.append([end]).then(
      () => ({ kind: 'ended' }),
      () => ({ kind: 'broken' }),
    )
  } finally {
    cancelSignal.removeEventListener('abort', stop)
    await tables.close().catch(host.onError)
    await closePorts?.().catch(host.onError)
  }
}

/** Returns whether any node in a workflow or its sub-workflows reads or writes tables. */
function usesTables({ workflow, workflows = {} }: RunRequest, catalog: Catalog): boolean {
  const nodes = [workflow, ...Object.values(workflows)].flatMap((item) => item.nodes)
  return [...new Set(nodes.map(({ type }) => type))].some((type) => {
    const { inputs = [], outputs = [] } = catalog.get(type) ?? {}
    return [...inputs, ...outputs].some((port) => port.type === 'table')
  })
}

/**
 * Returns when a waiting run continues automatically, in ms since the Unix epoch. Returns `undefined` if it is waiting
 * only for users or events.
 */
function findWakeTime({ waiting = {} }: RunView): number | undefined {
  const times = Object.values(waiting).flatMap(({ waitFor }) =>
    waitFor.kind === 'time' ? [waitFor.until] : waitFor.deadline === undefined ? [] : [waitFor.deadline],
  )
  return times.length > 0 ? Math.min(...times) : undefined
}

/** Lists the names of the events for which a run's nodes are waiting. */
const listEventNames = ({ waiting = {} }: RunView): string[] =>
  Object.values(waiting).flatMap(({ waitFor }) => (waitFor.kind === 'event' ? [waitFor.name] : []))

function createInternalProblem(cause: unknown): Problem {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return error('run.internal', { reason })
}
