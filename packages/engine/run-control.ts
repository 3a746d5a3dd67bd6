import { error, defined, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import { toInstanceFields } from './outcome-event.ts'
import type { RunControl } from './run-options.ts'
import { decideApproval, listWaitingNodes } from './scheduler/decide-approval.ts'
import type { SchedulerState } from './scheduler/step.ts'

/**
 * Callbacks of a caller that waits until its events are stored. `resolve` is called when the journal has stored them,
 * `reject` if the run ends first.
 */
export interface PersistCallbacks {
  resolve(): void
  reject(cause: unknown): void
}

export interface RunControlOptions {
  run: string
  clock: Clock
  getState(): SchedulerState
  hasEnded(): boolean
  /**
   * Calls `handle` between two steps and records the events it returns. If the run has ended, calls it immediately.
   */
  enqueue(handle: () => RunEventBody[]): void
  whenPersisted(callbacks: PersistCallbacks): void
}

/** Creates the control through which a host sends decisions and events to a run in progress. */
export function createRunControl({
  run,
  clock,
  getState,
  hasEnded,
  enqueue,
  whenPersisted,
}: RunControlOptions): RunControl {
  return {
    decide: (decision) =>
      new Promise((resolve) => {
        const handle = (): RunEventBody[] => {
          if (hasEnded()) resolve(createNotRunningProblem(run))
          const event = decideApproval(getState(), decision, clock.now())
          if (!event.ok) {
            resolve(event.problem)
            return []
          }
          whenPersisted({ resolve: () => resolve(undefined), reject: () => resolve(createNotRunningProblem(run)) })
          return [event.value]
        }
        enqueue(handle)
      }),
    signal: (name, value) =>
      new Promise((resolve) => {
        const handle = (): RunEventBody[] => {
          if (hasEnded()) {
            resolve(undefined)
            return []
          }
          const waitingNodes = listWaitingNodes(getState()).filter(
            ({ waitFor }) => waitFor.kind === 'event' && waitFor.name === name,
          )
          if (waitingNodes.length === 0) resolve(0)
          else whenPersisted({ resolve: () => resolve(waitingNodes.length), reject: () => resolve(undefined) })
          const payload = defined({ value })
          return waitingNodes.map((instance) => ({
            type: 'wait-ended',
            ...toInstanceFields(instance),
            reason: 'event',
            ...payload,
          }))
        }
        enqueue(handle)
      }),
  }
}

const createNotRunningProblem = (runId: string): Problem => error('run.not-active', { run: runId })
