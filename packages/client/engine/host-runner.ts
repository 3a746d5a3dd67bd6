import {
  error,
  failed,
  ok,
  ProblemError,
  runEventSchema,
  settle,
  type Config,
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

/** A run that a host executes. @public */
export interface HostRun {
  /** The id of the run. */
  run: string
  /** The document's id in the page. */
  workflowId: string
  /** The document to run. */
  workflow: Workflow
  /** The datasets to read, by Load node. */
  files: Record<string, { dataset: string; name: string }>
  /** The seed for everything random in the run. */
  seed: number
  /** The record of the run to resume; the host sends the events that follow. */
  record?: readonly RunEvent[]
  /** The decision about an approval that the run waits for. */
  decision?: Decision | undefined
  /** The finished run that this run retries: its results are reused. */
  retryOf?: string
  /** Changed settings of a retry, by node id. */
  settings?: Readonly<Record<string, Config>>
  /** Whether only a part of the workflow runs, or a run is forked. */
  isPart: boolean
  /** Receives the run's events in order, starting with `run-started`, in the form that a server sends. */
  onEvents: (events: readonly RunEvent[]) => void
  /** Receives the progress of a node, if the host reports it. */
  onProgress?: (progress: RunProgress) => void
  /** Aborted when the run is canceled. */
  signal: AbortSignal
}

/** Executes runs instead of the page's engine, for example on a server of the host or in another worker. @public */
export interface HostRunner {
  /** Settles when the run has ended or waits for a user. If it rejects, the error is shown as the reason. */
  run(request: HostRun): Promise<void>
  /** Reads rows of a run's table as an Arrow IPC stream. */
  page(table: TableRef, offset: number, limit: number): Promise<Uint8Array>
}

/** Creates an engine whose runs are executed by a host. The tables of these runs are read from the host. */
export const withHostRunner = (engine: Engine, runner: HostRunner): Engine => ({
  ...engine,
  run: (request, options) => runOnHost(runner, request, options),
  ask: (request, options) => (isPageRequest(request) ? readPage(runner, request) : engine.ask(request, options)),
})

export const isPageRequest = <Name extends RequestName>(
  request: EngineRequest<Name>,
): request is EngineRequest<Name> & EngineRequest<'page'> => request.name === 'page'

/** Reads a page of a table from a host. */
export const readPage = <Name extends RequestName>(
  runner: Pick<HostRunner, 'page'>,
  { input: { table, offset, limit } }: EngineRequest<'page'>,
): Promise<Result<OutputOf<Name>>> =>
  settle(runner.page(table, offset, limit) as Promise<OutputOf<Name>>, createHostRunnerProblem)

/** Executes a run with a host. Parses its events on arrival, and converts its errors to problems. */
export async function runOnHost(
  runner: Pick<HostRunner, 'run'>,
  { run, workflowId, workflow, files, seed, record, decision, part, pins, fork }: RunRequest,
  { onEvents, onProgress, signal }: RunOptions,
): Promise<Result<null>> {
  let handled: Promise<void> = Promise.resolve()
  try {
    await runner.run({
      run,
      workflowId,
      workflow,
      files,
      seed,
      ...(record ? { record } : {}),
      ...(decision ? { decision } : {}),
      ...describeRetry({ fork }),
      isPart: part !== undefined || pins !== undefined || fork !== undefined,
      onProgress,
      signal,
      onEvents: (events) => {
        const parsed = z.array(runEventSchema).parse(events)
        handled = handled.then(() => onEvents(parsed))
      },
    })
    await handled
    return ok(null)
  } catch (cause) {
    return failed(createHostRunnerProblem(cause))
  }
}

/** Returns the run that a fork retries, and the changed settings; empty if the request is not a fork. */
export function describeRetry({ fork }: Pick<RunRequest, 'fork'>): Pick<HostRun, 'retryOf' | 'settings'> {
  const [start] = fork?.record ?? []
  if (start?.type !== 'run-started') return {}
  return { retryOf: start.run, ...(fork?.settings ? { settings: fork.settings } : {}) }
}

export const createHostRunnerProblem = (cause: unknown): Problem =>
  cause instanceof ProblemError
    ? cause.problem
    : error('engine.host-runner', { reason: cause instanceof Error ? cause.message : String(cause) })
