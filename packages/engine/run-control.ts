import { error, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import { placeOf } from './outcome-event.ts'
import type { RunControl } from './run-options.ts'
import { decideApproval, waitingNodes } from './scheduler/decide-approval.ts'
import type { SchedulerState } from './scheduler/step.ts'

/** Settled when the journal has the events that come next, or the run has ended without. */
export interface Kept {
  fulfil(): void
  reject(cause: unknown): void
}

export interface RunControlOptions {
  run: string
  clock: Clock
  state(): SchedulerState
  isEnded(): boolean
  /** Asks when the state is at rest, for the events that it comes to; at once when the run has ended. */
  request(ask: () => RunEventBody[]): void
  whenKept(kept: Kept): void
}

/** What reaches a run from outside while it goes on. */
export function createRunControl({ run, clock, state, isEnded, request, whenKept }: RunControlOptions): RunControl {
  return {
    decide: (decision) =>
      new Promise((fulfil) => {
        const ask = (): RunEventBody[] => {
          if (isEnded()) fulfil(runIsGone(run))
          const { event, problem } = decideApproval(state(), decision, clock.now())
          if (!event) fulfil(problem)
          else whenKept({ fulfil: () => fulfil(undefined), reject: () => fulfil(runIsGone(run)) })
          return event ? [event] : []
        }
        request(ask)
      }),
    signal: (name, value) =>
      new Promise((fulfil) => {
        const ask = (): RunEventBody[] => {
          const waiting = isEnded()
            ? []
            : waitingNodes(state()).filter(({ waitFor: w }) => w.kind === 'event' && w.name === name)
          fulfil(waiting.length)
          const brought = value === undefined ? {} : { value }
          return waiting.map((one) => ({ type: 'wait-ended', ...placeOf(one), reason: 'event', ...brought }))
        }
        request(ask)
      }),
  }
}

const runIsGone = (run: string): Problem => error('run.not-here', { run })
