import type { Journal } from '@aw-flow/engine'
import type { RunEvent, RunState } from '@aw-flow/schema'
import type { Runs } from '../store/runs.ts'

/**
 * A run's record in the database. `beforeEnd` is told the record before its last event is kept and may put another in
 * its place: whoever asks for a run's result as soon as it has ended must find it.
 */
export function createRunJournal(
  runs: Runs,
  id: string,
  beforeEnd: (record: readonly RunEvent[], end: RunEvent) => Promise<RunEvent>,
): Journal & { readonly length: number } {
  let record: RunEvent[] = []
  return {
    get length() {
      return record.length
    },
    async append(events) {
      const last = events.at(-1)
      if (!last) return
      const status = events.reduce<RunState | undefined>((before, event) => statusAfter(event) ?? before, undefined)
      record.push(...events)
      const told = isEnd(last) ? await beforeEnd(record, last) : last
      const change = told === last ? status : statusAfter(told)
      await runs.append(id, [...events.slice(0, -1), told], change ? { status: change } : {})
    },
    async read() {
      record = await runs.events(id)
      return { events: [...record], problems: [] }
    },
  }
}

const isEnd = ({ type }: RunEvent): boolean =>
  type === 'run-completed' || type === 'run-failed' || type === 'run-cancelled'

function statusAfter({ type }: RunEvent): RunState | undefined {
  switch (type) {
    case 'run-started':
    case 'run-resumed':
      return 'running'
    case 'run-completed':
      return 'completed'
    case 'run-failed':
      return 'failed'
    case 'run-cancelled':
      return 'cancelled'
    default:
      return undefined
  }
}
