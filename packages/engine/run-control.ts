import { error, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import { toInstanceFields } from './outcome-event.ts'
import type { RunControl } from './run-options.ts'
import { decideApproval, listWaitingNodes } from './scheduler/decide-approval.ts'
import type { SchedulerState } from './scheduler/step.ts'

/** Resolves when the journal has stored the next events. Rejects if the run ends without storing them. */
export interface PersistCallbacks {
  resolve(): void
  reject(cause: unknown): void
}

export interface RunControlOptions {
  run: string
  clock: Clock
  getState(): SchedulerState
  isEnded(): boolean
  /**
   * Handles a request between two steps and records the resulting events. If the run has ended, handles it immediately.
   */
  request(handle: () => RunEventBody[]): void
  whenPersisted(persisted: PersistCallbacks): void
}

/** Creates the control through which a host sends decisions and events to a run in progress. */
export function createRunControl({
  run,
  clock,
  getState,
  isEnded,
  request,
  whenPersisted,
}: RunControlOptions): RunControl {
  return {
    decide: (decision) =>
      new Promise((resolve) => {
        const handle = (): RunEventBody[] => {
          if (isEnded()) resolve(createNotRunningProblem(run))
          const { event, problem } = decideApproval(getState(), decision, clock.now())
          if (!event) resolve(problem)
          else whenPersisted({ resolve: () => resolve(undefined), reject: () => resolve(createNotRunningProblem(run)) })
          return event ? [event] : []
        }
        request(handle)
      }),
    signal: (name, value) =>
      new Promise((resolve) => {
        const handle = (): RunEventBody[] => {
          if (isEnded()) {
            resolve(undefined)
            return []
          }
          const waitingNodes = listWaitingNodes(getState()).filter(
            ({ waitFor }) => waitFor.kind === 'event' && waitFor.name === name,
          )
          if (waitingNodes.length === 0) resolve(0)
          else whenPersisted({ resolve: () => resolve(waitingNodes.length), reject: () => resolve(undefined) })
          const payload = value === undefined ? {} : { value }
          return waitingNodes.map((instance) => ({
            type: 'wait-ended',
            ...toInstanceFields(instance),
            reason: 'event',
            ...payload,
          }))
        }
        request(handle)
      }),
  }
}

const createNotRunningProblem = (run: string): Problem => error('run.not-here', { run })
