import { error, runEventSchema, type Problem, type RunEvent, type RunProgress, type TableRef } from '@aw-flow/schema'
import { z } from 'zod'
import type { RunOptions } from './engine.ts'
import { ProblemError } from './problem-error.ts'
import type { RunRequest } from './worker/engine-api.ts'

/** A run that a host is to carry out. */
export interface HostRun {
  run: string
  /** The document's id in the page. */
  workflowId: string
  workflow: RunRequest['workflow']
  /** The datasets to read, by the node that reads them. */
  files: RunRequest['files']
  seed: number
  /** The record so far, of a run that goes on; the host tells what comes behind it. */
  record?: readonly RunEvent[]
  /** What a person has decided about an approval that the run waits for. */
  decision?: RunRequest['decision']
  /** Only a part is asked for, or a run that takes over what another one came to. */
  isPart: boolean
  /** Takes the run's events in their order, the first of them `run-started`, as a server tells them. */
  onEvents: (events: readonly RunEvent[]) => void
  /** Takes how far a node is, where the host knows. */
  onProgress?: (progress: RunProgress) => void
  /** Aborted when a person cancels the run. */
  signal: AbortSignal
}

/** Who carries out runs in the place of the page's own engine: a server of the host's, another worker. */
export interface HostRunner {
  /** Settles when the run has ended, or waits for a person. What it rejects with is shown as the reason why there is no more of it. */
  run(request: HostRun): Promise<void>
  /** Rows of a table that a run has told of, as an Arrow IPC stream. */
  page(table: TableRef, offset: number, limit: number): Promise<Uint8Array>
}

/** Runs by a host: its events are parsed on arrival, and its faults are problems. */
export async function runByHost(
  runner: HostRunner,
  { run, workflowId, workflow, files, seed, record, decision, part, pins, fork }: RunRequest,
  { onEvents, onProgress, signal }: RunOptions,
): Promise<Problem | undefined> {
  let told: Promise<void> = Promise.resolve()
  try {
    await runner.run({
      run,
      workflowId,
      workflow,
      files,
      seed,
      ...(record ? { record } : {}),
      ...(decision ? { decision } : {}),
      isPart: part !== undefined || pins !== undefined || fork !== undefined,
      onProgress,
      signal,
      onEvents: (events) => {
        const read = z.array(runEventSchema).parse(events)
        told = told.then(() => onEvents(read))
      },
    })
    await told
    return undefined
  } catch (cause) {
    return hostRunnerProblem(cause)
  }
}

export const hostRunnerProblem = (cause: unknown): Problem =>
  cause instanceof ProblemError
    ? cause.problem
    : error(
        'engine.host-runner',
        `The page's own runner failed: ${cause instanceof Error ? cause.message : String(cause)}`,
        { hint: 'Run again, or ask who keeps this page.' },
      )
