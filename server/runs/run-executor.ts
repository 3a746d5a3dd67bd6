import type { RunControl } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import type { RunCommand } from '../store/runs/run-controls.ts'
import { createReleasedRunProblem } from './run-problems.ts'
import { performRun, type RunHost, type RunOutcome, type RunEnvironment, type RunTask } from './perform-run.ts'
import { serializeEvents, type SerializedEvents } from './serialized-events.ts'

/** The outcome of an attempt: the outcome of the run, or `died` if its process has crashed. */
export type AttemptOutcome = RunOutcome | { kind: 'died'; problem?: Problem }

/** A run in progress. */
export interface RunAttempt {
  /** Resolves when the attempt has ended. Never rejects. */
  outcome: Promise<AttemptOutcome>
  /** Cancels the run and stops its work. */
  cancel(): void
  /** Stops the run without recording its end, so that another worker can continue it. */
  release(): void
  /** Executes a command. Resolves with a problem if the command has no effect. */
  control(command: RunCommand): Promise<Problem | undefined>
}

/** Receives the output of a run from its executor, with serialized events. */
export interface ExecutorHost extends Omit<RunHost, 'onControl' | 'append'> {
  append(events: SerializedEvents): Promise<void>
}

/** Executes the runs of a worker. */
export interface RunExecutor {
  /** Starts an attempt of a run. `isIsolated`: in a process of its own, which the run may crash. */
  perform(task: RunTask, host: ExecutorHost, options: { isIsolated: boolean }): RunAttempt
  close(): Promise<void>
}

/** Executes runs in this process, for tests and for hosts that pass node types as objects. */
export const createInProcessExecutor = (environment: RunEnvironment): RunExecutor => ({
  perform: (task, host) => startAttempt(task, environment, host),
  close: async () => undefined,
})

/** Starts a run in this process. */
export function startAttempt(task: RunTask, environment: RunEnvironment, host: ExecutorHost): RunAttempt {
  const cancelController = new AbortController()
  let isReleased = false
  let setControl: (control: RunControl | undefined) => void = () => undefined
  const controlReady = new Promise<RunControl | undefined>((resolve) => (setControl = resolve))
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
      const control = await controlReady
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
