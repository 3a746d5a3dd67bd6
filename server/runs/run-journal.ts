import { NodeError, type Journal } from '@aw-flow/engine'
import { error, type RunEvent, type RunState } from '@aw-flow/schema'

export interface RunJournalOptions {
  /** Keeps events that follow one another, all or none. */
  append(events: readonly RunEvent[]): Promise<void>
  /**
   * Told the record before its last event is kept; may put another in its place: whoever asks for a run's result as soon
   * as it has ended must find it.
   */
  beforeEnd(record: readonly RunEvent[], end: RunEvent): Promise<RunEvent>
  /** The most that a record may take, as JSON; 0: no limit. */
  recordBytes?: number
}

/** The journal of a run whose record so far is given. What cannot be kept breaks the run off: somebody goes on with it. */
export function createRunJournal(
  before: readonly RunEvent[],
  { append, beforeEnd, recordBytes = 0 }: RunJournalOptions,
): Journal & { readonly length: number; readonly isBroken: boolean } {
  const record: RunEvent[] = [...before]
  let isBroken = false
  let bytes = recordBytes === 0 ? 0 : sizeOf(before)
  const keep = async (events: readonly RunEvent[]): Promise<void> => {
    try {
      await append(events)
    } catch (cause) {
      isBroken = true
      throw cause
    }
  }
  return {
    get length() {
      return record.length
    },
    get isBroken() {
      return isBroken
    },
    async append(events) {
      const last = events.at(-1)
      if (!last) return keep([])
      if (recordBytes > 0) {
        bytes += sizeOf(events)
        if (bytes > recordBytes && !isEnd(last)) throw new NodeError('permanent', tooLong(recordBytes))
      }
      const told = isEnd(last) ? await beforeEnd([...record, ...events], last) : last
      const kept = told === last ? events : [...events.slice(0, -1), told]
      await keep(kept)
      record.push(...kept)
    },
    async read() {
      return { events: [...record], problems: [] }
    },
  }
}

const sizeOf = (events: readonly RunEvent[]): number =>
  events.reduce((sum, event) => sum + JSON.stringify(event).length, 0)

const tooLong = (limit: number) => error('run.record-too-large', { max: limit })

const isEnd = ({ type }: RunEvent): boolean =>
  type === 'run-completed' || type === 'run-failed' || type === 'run-cancelled'

/** The state that a run is in after these events, where they change it. */
export function statusAfter(events: readonly RunEvent[]): RunState | undefined {
  return events.reduce<RunState | undefined>((before, event) => stateOf(event) ?? before, undefined)
}

function stateOf({ type }: RunEvent): RunState | undefined {
  switch (type) {
    case 'run-started':
    case 'run-resumed':
    case 'approval-given':
    case 'wait-ended':
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
