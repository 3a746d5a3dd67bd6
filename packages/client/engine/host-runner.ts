import {
  error,
  failed,
  ok,
  ProblemError,
  runEventSchema,
  settle,
  defined,
  type Config,
  type Json,
  type Problem,
  type Result,
  type RunEvent,
  type RunProgress,
  type TableRef,
  type Workflow,
} from '@aw-flow/schema'
import { z } from 'zod'
import type { Engine, RunOptions } from './engine.ts'
import type { OutputOf, EngineRequest, RequestName } from './requests.ts'
import type { Decision, RunRequest } from './run-request.ts'

/** A run to be executed by a host. @public */
export interface HostRun {
  /** The id of the run. */
  run: string
  /** The id of the document in the page. */
  workflowId: string
  /** The document to run. */
  workflow: Workflow
  /** The datasets to read, keyed by the id of the Load node. */
  files: Record<string, { dataset: string; name: string }>
  /** The seed for all random operations of the run. */
  seed: number
  /** The data for triggers, instead of their sample data. */
  data?: Json
  /** The record of the run to resume. The host sends the events that follow it. */
  record?: readonly RunEvent[]
  /** The decision on the approval that the run is waiting for. */
  decision?: Decision | undefined
  /** The id of the finished run that this run retries. Results of that run are reused. */
  retryOf?: string
  /** The changed settings of a retry, keyed by node id. */
  settings?: Readonly<Record<string, Config>>
  /** True for a partial run, a run with pinned outputs, or a fork. */
  isPartial: boolean
  /** Called with the run's events in order, starting with `run-started`, in the format that a server sends. */
  onEvents: (events: readonly RunEvent[]) => void
  /** Called with the progress of a node, if the host reports it. */
  onProgress?: (progress: RunProgress) => void
  /** Aborted when the run is canceled. */
  signal: AbortSignal
}

/** Executes runs in place of the page's engine, for example on the host's server or in another worker. @public */
export interface HostRunner {
  /**
   * Resolves once the run has ended or is waiting for a user. If the promise rejects, the error is shown as the reason
   * for the failure.
   */
  run(request: HostRun): Promise<void>
  /** Reads rows of a result table as an Arrow IPC stream. */
  page(table: TableRef, offset: number, limit: number): Promise<Uint8Array>
}

/**
 * Creates an engine whose runs are executed by a host. The result tables of these runs are read from the host as well.
 */
export const withHostRunner = (engine: Engine, runner: HostRunner): Engine => ({
  ...engine,
  restoreTables: undefined,
  run: (request, options) => runOnHost(runner, request, options),
  ask: (request, options) => (isPageRequest(request) ? readPage(runner, request) : engine.ask(request, options)),
})

export const isPageRequest = <Name extends RequestName>(
  request: EngineRequest<Name>,
): request is EngineRequest<Name> & EngineRequest<'page'> => request.name === 'page'

/** Reads rows of a table from a host. */
export const readPage = <Name extends RequestName>(
  runner: Pick<HostRunner, 'page'>,
  { input: { table, offset, limit } }: EngineRequest<'page'>,
): Promise<Result<OutputOf<Name>>> =>
  settle(runner.page(table, offset, limit) as Promise<OutputOf<Name>>, createHostRunnerProblem)

/** Executes a run on a host. Validates incoming events and converts errors to problems. */
export async function runOnHost(
  runner: Pick<HostRunner, 'run'>,
  { run, workflowId, workflow, files, seed, data, record, decision, part, pins, fork }: RunRequest,
  { onEvents, onProgress, signal }: RunOptions,
): Promise<Result<null>> {
  let pendingEvents: Promise<void> = Promise.resolve()
  try {
    await runner.run({
      run,
      workflowId,
      workflow,
      files,
      seed,
      ...defined({ data, record, decision }),
      ...getRetryFields({ fork }),
      isPartial: part !== undefined || pins !== undefined || fork !== undefined,
      onProgress,
      signal,
      onEvents: (events) => {
        const parsedEvents = z.array(runEventSchema).parse(events)
        pendingEvents = pendingEvents.then(() => onEvents(parsedEvents))
      },
    })
    await pendingEvents
    return ok(null)
  } catch (cause) {
    return failed(createHostRunnerProblem(cause))
  }
}

/** Returns the id of the run that a fork retries, and the changed settings. Empty if the request is not a fork. */
export function getRetryFields({ fork }: Pick<RunRequest, 'fork'>): Pick<HostRun, 'retryOf' | 'settings'> {
  const [start] = fork?.record ?? []
  if (start?.type !== 'run-started') return {}
  return defined({ retryOf: start.run, settings: fork?.settings })
}

export const createHostRunnerProblem = (cause: unknown): Problem =>
  cause instanceof ProblemError
    ? cause.problem
    : error('engine.host-runner', { reason: cause instanceof Error ? cause.message : String(cause) })
