import type { RunControl } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import type { RunAsk } from '../store/run-controls.ts'
import { notAtWork } from './not-at-work.ts'
import { performRun, type RunHost, type RunOutcome, type RunPlace, type RunTask } from './perform-run.ts'
import { writtenEvents, type WrittenEvents } from './written-events.ts'

/** What became of an attempt: what the run came to, or the process in which it was performed has ended. */
export type AttemptOutcome = RunOutcome | { kind: 'died'; problem?: Problem }

/** A run that is being performed. */
export interface RunAttempt {
  /** Never rejects. */
  outcome: Promise<AttemptOutcome>
  /** Ends the run: what is under way is told to stop. */
  cancel(): void
  /** Stops at once without a word in its record: somebody else goes on with it. */
  letGo(): void
  /** Answers why it does not count, where it does not. */
  ask(ask: RunAsk): Promise<Problem | undefined>
}

/** Whom a run reports to from where it is performed: its events are written there. */
export interface PlaceHost extends Omit<RunHost, 'control' | 'append'> {
  append(events: WrittenEvents): Promise<void>
}

/** Where a worker has its runs performed. */
export interface RunPlaces {
  /** `alone`: in a process that nothing else is in, since it may end it. */
  perform(task: RunTask, host: PlaceHost, options: { alone: boolean }): RunAttempt
  close(): Promise<void>
}

/** Runs performed in this process, for tests and for those who bring node types as values. */
export const performHere = (place: RunPlace): RunPlaces => ({
  perform: (task, host) => attemptHere(task, place, host),
  close: async () => undefined,
})

/** Performs a run in this process. */
export function attemptHere(task: RunTask, place: RunPlace, host: PlaceHost): RunAttempt {
  const cancelling = new AbortController()
  let isLetGo = false
  let reached: (control: RunControl | undefined) => void = () => undefined
  const control = new Promise<RunControl | undefined>((resolve) => (reached = resolve))
  const outcome = performRun(
    task,
    place,
    {
      ...host,
      control: (given) => reached(given),
      async append(events) {
        if (isLetGo) throw new Error('The run was let go.')
        await host.append(writtenEvents(events))
      },
    },
    cancelling.signal,
  ).finally(() => reached(undefined))
  return {
    outcome,
    cancel: () => cancelling.abort(),
    letGo() {
      isLetGo = true
      cancelling.abort()
    },
    async ask(ask) {
      const to = await control
      if (!to) {
        const came = await outcome
        return came.kind === 'stuck' ? came.problem : notAtWork(task.id)
      }
      if (ask.kind === 'decide') return to.decide(ask.decision)
      if (ask.kind === 'signal') await to.signal(ask.name, ask.value)
      return undefined
    },
  }
}
