import { error, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import { toInstanceFields } from './outcome-event.ts'
import type { RunControl } from './run-options.ts'
import { decideApproval, listWaitingNodes } from './scheduler/decide-approval.ts'
import type { SchedulerState } from './scheduler/step.ts'

/** Settles when the journal has stored the next events, or the run has ended without them. */
export interface Persisted {
  resolve(): void
  reject(cause: unknown): void
}

export interface RunControlOptions {
  run: string
  clock: Clock
  getState(): SchedulerState
  isEnded(): boolean
  /** Handles a request between two steps and records its events; immediately if the run has ended. */
  request(handle: () => RunEventBody[]): void
  whenPersisted(persisted: Persisted): void
}

/** Creates the control that a host uses to send decisions and events to a run in progress. */
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
