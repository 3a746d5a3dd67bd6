import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  createTableLedger,
  NodeError,
  resumeRun,
  runWorkflow,
  type Catalogue,
  type Clock,
  type Digest,
  type Files,
  type Outside,
  type RunControl,
  type Sandbox,
  type Tables,
} from '@aw-flow/engine'
import {
  error,
  foldRun,
  isEnded,
  resultTables,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
} from '@aw-flow/schema'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunRequest } from '../store/runs.ts'
import { writeResultTables, type WrittenTable } from './keep-result-tables.ts'
import { lazyTables } from './lazy-tables.ts'
import { createRunJournal } from './run-journal.ts'

/** A run that is to be performed, from its beginning or from where its record ends. */
export interface RunTask {
  id: string
  workflowId: string
  request: RunRequest
  record: readonly RunEvent[]
  /** It is to be ended: nothing of it begins again. */
  isCancelled: boolean
  /** Nobody was at work on it before: it has no tables that are to be replaced. */
  isFirst: boolean
  /** It goes on with the node types that are here. */
  migrate: boolean
  /** The record that it was forked from. */
  original?: readonly RunEvent[]
}

/** Where a run is performed: in this process, or in a child of it. */
export interface RunPlace {
  catalogue: Catalogue
  outside: Outside
  sandbox?: Sandbox
  files: Files
  /** The data engine of one run; closed when it has ended or left. */
  openTables(): Promise<Tables>
  clock: Clock
  digest: Digest
  /** For what a run writes before it is kept. */
  temporary: string
  limits: RunPlaceLimits
}

/** What a run may take; 0: no limit. */
export interface RunPlaceLimits {
  runMs: number
  /** Of the tables that it comes to, as CSV. */
  resultBytes: number
  /** Of its record. */
  recordBytes: number
}

/** Whom a run reports to. */
export interface RunHost {
  /** Keeps events; nothing that follows from them begins before. Rejects where the run is no longer ours. */
  append(events: readonly RunEvent[]): Promise<void>
  keepTables(tables: readonly WrittenTable[]): Promise<void>
  progress(told: RunProgress): void
  /** Told once how to reach the run while it is at work. */
  control(control: RunControl): void
  /** What goes wrong on our side. */
  fault(cause: unknown): void
}

export type RunOutcome =
  | { kind: 'ended' }
  /** All that is left of it waits; until then, where it waits for a time. */
  | { kind: 'waits'; wakesAt: number | undefined }
  /** It cannot go on as things are; its record stays as it is. */
  | { kind: 'stuck'; problem: Problem }
  /** Its record could not be kept: somebody goes on from what was. */
  | { kind: 'broken' }

/** Performs a run until it ends, waits, or its host lets it go. Never rejects. */
export async function performRun(
  { id, workflowId, request, record: before, isCancelled, isFirst, migrate, original }: RunTask,
  place: RunPlace,
  host: RunHost,
  cancelled: AbortSignal,
): Promise<RunOutcome> {
  const { clock, limits } = place
  const folder = join(place.temporary, `result-${id}`)
  const tables = lazyTables({ open: place.openTables, temporary: place.temporary, onFault: host.fault })
  const keepTables = async (record: readonly RunEvent[]): Promise<Problem | undefined> => {
    const view = foldRun(record)
    if (isFirst && resultTables(view).length === 0) return undefined
    try {
      await host.keepTables(await writeResultTables(view, tables, folder, limits.resultBytes))
      return undefined
    } catch (cause) {
      if (cause instanceof NodeError) return cause.problem
      host.fault(cause)
      const reason = cause instanceof Error ? cause.message : String(cause)
      return error('run.result-not-kept', { reason })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const stopping = new AbortController()
  const stop = (): void => stopping.abort(cancelled.reason)
  if (cancelled.aborted || isCancelled) stop()
  cancelled.addEventListener('abort', stop, { once: true })
  const journal = createRunJournal(before, {
    append: (events) => host.append(events),
    recordBytes: limits.recordBytes,
    async beforeEnd(record, end) {
      const problem = await keepTables(record)
      return problem ? { seq: end.seq, time: end.time, type: 'run-failed', failed: [], problem } : end
    },
  })
  const ports = {
    catalogue: place.catalogue,
    tables,
    ledger: createTableLedger((table) => tables.drop(table)),
    // Nobody looks at the tables on the way.
    hold: 'needed' as const,
    files: place.files,
    outside: place.outside,
    ...(place.sandbox ? { sandbox: place.sandbox } : {}),
    ...(limits.runMs > 0 ? { limits: { runMs: limits.runMs } } : {}),
    clock,
    render: englishFormatter.format,
    digest: place.digest,
    signal: stopping.signal,
    journal,
    // While people, time or events are waited for nothing of the run is held here.
    whenIdle: 'leave' as const,
    onControl: (control: RunControl) => host.control(control),
    onProgress: (told: RunProgress) => host.progress(told),
  }
  try {
    let record: readonly RunEvent[]
    if (before.length === 0) record = await runWorkflow({ ...ports, ...request, run: id, workflowId })
    else {
      const resumed = await resumeRun({ ...ports, migrate, ...(original ? { recordOf: async () => original } : {}) })
      if (resumed.problem) return { kind: 'stuck', problem: resumed.problem }
      record = resumed.record
    }
    const view = foldRun(record)
    return isEnded(view.state) ? { kind: 'ended' } : { kind: 'waits', wakesAt: wakesAt(view) }
  } catch (cause) {
    if (journal.isBroken) return { kind: 'broken' }
    if (!(cause instanceof NodeError)) host.fault(cause)
    const problem = cause instanceof NodeError ? cause.problem : brokeOff(cause)
    const end: RunEvent = { seq: journal.length, time: clock.now(), type: 'run-failed', failed: [], problem }
    return host.append([end]).then(
      () => ({ kind: 'ended' }),
      () => ({ kind: 'broken' }),
    )
  } finally {
    cancelled.removeEventListener('abort', stop)
    await tables.close().catch(host.fault)
  }
}

/** When a run that waits has something to do of itself; nothing where it waits for people or events alone. */
function wakesAt({ waiting = {} }: RunView): number | undefined {
  const times = Object.values(waiting).flatMap(({ waitFor }) =>
    waitFor.kind === 'time' ? [waitFor.until] : waitFor.deadline === undefined ? [] : [waitFor.deadline],
  )
  return times.length > 0 ? Math.min(...times) : undefined
}

function brokeOff(cause: unknown): Problem {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return error('run.internal', { reason })
}
