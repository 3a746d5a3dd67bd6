import { runWorkflow, type Catalogue, type Clock, type Tables } from '@aw-flow/engine'
import {
  error,
  foldRun,
  type Problem,
  type RunEvent,
  type RunEventBody,
  type RunProgress,
  type RunState,
} from '@aw-flow/schema'
import type { RunRequest, RunSummary } from '../store/runs.ts'
import type { Store } from '../store/open-store.ts'
import { endInterruptedRuns } from './end-interrupted-runs.ts'
import { keepResultTables } from './keep-result-tables.ts'

/** Runs of this process: started, waited for, cancelled. What is known of a run is in the store. */
export interface RunQueue {
  /** Records a run and begins it as soon as there is room. */
  start(id: string, workflowId: string, request: RunRequest): Promise<RunSummary>
  /** Asks a run to stop. False where it is not under way here. */
  cancel(id: string): Promise<boolean>
  /** How far the running nodes are, by node id. */
  progress(id: string): Readonly<Record<string, RunProgress>>
  /** Lets go of everything at once: runs under way end as interrupted at the next start. */
  close(): Promise<void>
}

export interface RunQueueOptions {
  store: Store
  catalogue: Catalogue
  /** Tables of one run; closed when it has ended. */
  openTables(): Promise<Tables>
  clock: Clock
  /** Runs at a time; the others wait in the order in which they came. */
  concurrency: number
  /** Told of what goes wrong on our side, outside the run's own record. */
  onFault(cause: unknown, run: string): void
}

interface ActiveRun {
  aborting: AbortController
  progress: Record<string, RunProgress>
  done: Promise<void>
}

const isEnd = (type: RunEventBody['type']): boolean =>
  type === 'run-completed' || type === 'run-failed' || type === 'run-cancelled'

/** Opens the queue: runs that an earlier process left are ended, or begun where they had only waited. */
export async function openRunQueue(options: RunQueueOptions): Promise<RunQueue> {
  const { store, clock, concurrency } = options
  const waiting: string[] = []
  const active = new Map<string, ActiveRun>()
  let closed = false

  const fill = (): void => {
    while (active.size < concurrency) {
      const id = closed ? undefined : waiting.shift()
      if (id === undefined) return
      const run: ActiveRun = { aborting: new AbortController(), progress: Object.create(null), done: Promise.resolve() }
      active.set(id, run)
      run.done = execute(id, run, options, () => closed)
        .catch((cause: unknown) => options.onFault(cause, id))
        .finally(() => {
          active.delete(id)
          fill()
        })
    }
  }

  waiting.push(...(await endInterruptedRuns(store.runs, clock.now)))
  fill()
  return {
    async start(id, workflowId, request) {
      const summary = await store.runs.add(id, workflowId, request)
      waiting.push(id)
      fill()
      return summary
    },
    async cancel(id) {
      const place = waiting.indexOf(id)
      if (place >= 0) {
        waiting.splice(place, 1)
        const time = clock.now()
        await store.runs.append(id, { seq: 0, time, type: 'cancel-requested' })
        await store.runs.append(id, { seq: 1, time, type: 'run-cancelled' }, { status: 'cancelled' })
        return true
      }
      const run = active.get(id)
      run?.aborting.abort()
      return run !== undefined
    },
    progress: (id) => active.get(id)?.progress ?? {},
    async close() {
      closed = true
      for (const { aborting } of active.values()) aborting.abort()
      await Promise.all([...active.values()].map(({ done }) => done))
    },
  }
}

async function execute(
  id: string,
  { aborting, progress }: ActiveRun,
  { store, catalogue, openTables, clock, onFault }: RunQueueOptions,
  isClosed: () => boolean,
): Promise<void> {
  const request = await store.runs.request(id)
  const workflowId = (await store.runs.find(id))?.workflowId
  const record: RunEvent[] = []
  let broken = false
  const failed = async (code: string, message: string, cause: unknown): Promise<void> => {
    onFault(cause, id)
    if (broken || isClosed()) return
    const reason = cause instanceof Error ? cause.message : String(cause)
    const problem = error(code, `${message}: ${reason}.`, { hint: 'Start the run again; if it stays, see the log.' })
    const end: RunEvent = { seq: record.length, time: clock.now(), type: 'run-failed', failed: [], problem }
    await store.runs.append(id, end, { status: 'failed' })
  }
  let tables: Tables
  try {
    tables = await openTables()
  } catch (cause) {
    return failed('run.no-tables', 'The data engine did not start', cause)
  }
  // Whoever asks for a run's result as soon as it has ended must find it: tables are kept before the end is recorded.
  const recordEvent = async (event: RunEvent): Promise<void> => {
    if (broken || isClosed()) return
    record.push(event)
    try {
      const problem = isEnd(event.type) ? await keepTables() : undefined
      const told: RunEvent = problem
        ? { seq: event.seq, time: event.time, type: 'run-failed', failed: [], problem }
        : event
      const status = statusAfter(told)
      await store.runs.append(id, told, status ? { status } : {})
    } catch (cause) {
      // Without a record the run must not go on; it is ended as interrupted at the next start.
      broken = true
      aborting.abort()
      onFault(cause, id)
    }
  }
  const keepTables = async (): Promise<Problem | undefined> => {
    try {
      await store.runs.keepTables(id, await keepResultTables(foldRun(record), tables, store.resultFolder(id)))
      return undefined
    } catch (cause) {
      onFault(cause, id)
      const reason = cause instanceof Error ? cause.message : String(cause)
      const hint = 'Look whether the disk is full, then start the run again.'
      return error('run.result-not-kept', `The result could not be written: ${reason}.`, { hint })
    }
  }
  try {
    await runWorkflow({
      ...request,
      ...(workflowId === undefined ? {} : { workflowId }),
      run: id,
      catalogue,
      tables,
      files: store.files,
      clock,
      signal: aborting.signal,
      onEvent: recordEvent,
      onProgress: (told) => {
        progress[told.node] = told
      },
    })
  } catch (cause) {
    await failed('run.internal', 'The engine broke off', cause)
  } finally {
    await tables.close()
  }
}

function statusAfter({ type }: RunEvent): RunState | undefined {
  switch (type) {
    case 'run-started':
      return 'running'
    case 'run-completed':
      return 'completed'
    case 'run-failed':
      return 'failed'
    case 'run-cancelled':
      return 'cancelled'
    default:
      return undefined
  }
}
