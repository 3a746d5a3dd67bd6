import type { RunControl } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import type { RunCommand } from '../store/runs/run-controls.ts'
import { createReleasedRunProblem } from './run-problems.ts'
import { performRun, type RunHost, type RunOutcome, type RunEnvironment, type RunTask } from './perform-run.ts'
import { serializeEvents, type SerializedEvents } from './serialized-events.ts'

/** The outcome of an attempt: the run's own outcome, or `died` if the process that executed it crashed. */
export type AttemptOutcome = RunOutcome | { kind: 'died'; problem?: Problem }

/** One attempt to execute a run. */
export interface RunAttempt {
  /** Resolves when the attempt has ended. Never rejects. */
  outcome: Promise<AttemptOutcome>
  /** Cancels the run and stops its execution. */
  cancel(): void
  /** Stops executing the run without recording its end, so that another worker can resume it. */
  release(): void
  /** Executes a command on the run. Resolves with a problem if the command has no effect. */
  control(command: RunCommand): Promise<Problem | undefined>
}

/** Receives the output of a run from its executor. Events arrive serialized. */
export interface ExecutorHost extends Omit<RunHost, 'onControl' | 'append'> {
  append(events: SerializedEvents): Promise<void>
}

/** Executes a worker's runs. */
export interface RunExecutor {
  /**
   * Starts an attempt to execute a run. `isIsolated` requests a dedicated process, so that a crash affects only this
   * run.
   */
  perform(task: RunTask, host: ExecutorHost, options: { isIsolated: boolean }): RunAttempt
  close(): Promise<void>
}

/**
 * Creates an executor that runs in the current process, for tests and for applications that pass node types as objects.
 */
export const createInProcessExecutor = (environment: RunEnvironment): RunExecutor => ({
  perform: (task, host) => startAttempt(task, environment, host),
  close: async () => undefined,
})

/** Starts an attempt in the current process. */
export function startAttempt(task: RunTask, environment: RunEnvironment, host: ExecutorHost): RunAttempt {
  const cancelController = new AbortController()
  let isReleased = false
  let setControl: (control: RunControl | undefined) => void = () => undefined
  const controlPromise = new Promise<RunControl | undefined>((resolve) => (setControl = resolve))
  const outcome = performRun(
    task,
    environment,
    {
      ...host,
      onControl: (control) => setControl(control),
      async append(events) {
        if (isReleased) throw new Error('The run was released.')
        await host.append(serializeEvents(events))
      },
    },
    cancelController.signal,
  ).finally(() => setControl(undefined))
  return {
    outcome,
    cancel: () => cancelController.abort(),
    release() {
      isReleased = true
      cancelController.abort()
    },
    async control(command) {
      const control = await controlPromise
      if (!control) {
        const result = await outcome
        return result.kind === 'stuck' ? result.problem : createReleasedRunProblem(task.id)
      }
      if (command.kind === 'decide') return control.decide(command.decision)
      if (command.kind !== 'signal') return undefined
      return (await control.signal(command.name, command.value)) === undefined
        ? createReleasedRunProblem(task.id)
        : undefined
    },
  }
}
