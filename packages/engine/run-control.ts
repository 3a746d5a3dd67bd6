import { error, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import { placeOf } from './outcome-event.ts'
import type { RunControl } from './run-options.ts'
import { decideApproval, waitingNodes } from './scheduler/decide-approval.ts'
import type { SchedulerState } from './scheduler/step.ts'

/** Settled when the journal has stored the next events, or the run ended without them. */
export interface Persisted {
  fulfil(): void
  reject(cause: unknown): void
}

export interface RunControlOptions {
  run: string
  clock: Clock
  state(): SchedulerState
  isEnded(): boolean
  /** Handles a request between two steps and records its events; immediately if the run has ended. */
  request(handle: () => RunEventBody[]): void
  whenPersisted(persisted: Persisted): void
}

/** Creates the control with which a host sends decisions and events to a run in progress. */
export function createRunControl({
  run,
  clock,
  state,
  isEnded,
  request,
  whenPersisted,
}: RunControlOptions): RunControl {
  return {
    decide: (decision) =>
      new Promise((fulfil) => {
        const handle = (): RunEventBody[] => {
          if (isEnded()) fulfil(runIsGone(run))
          const { event, problem } = decideApproval(state(), decision, clock.now())
          if (!event) fulfil(problem)
          else whenPersisted({ fulfil: () => fulfil(undefined), reject: () => fulfil(runIsGone(run)) })
          return event ? [event] : []
        }
        request(handle)
      }),
    signal: (name, value) =>
      new Promise((fulfil) => {
        const handle = (): RunEventBody[] => {
          if (isEnded()) {
            fulfil(undefined)
            return []
          }
          const waiting = waitingNodes(state()).filter(({ waitFor: w }) => w.kind === 'event' && w.name === name)
          if (waiting.length === 0) fulfil(0)
          else whenPersisted({ fulfil: () => fulfil(waiting.length), reject: () => fulfil(undefined) })
          const payload = value === undefined ? {} : { value }
          return waiting.map((one) => ({ type: 'wait-ended', ...placeOf(one), reason: 'event', ...payload }))
        }
        request(handle)
      }),
  }
}

const runIsGone = (run: string): Problem => error('run.not-here', { run })
