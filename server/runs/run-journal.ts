import { NodeError, type Journal } from '@aw-flow/engine'
import { error, type RunEvent, type RunState } from '@aw-flow/schema'

export interface RunJournalOptions {
  /** Atomically stores consecutive events. */
  append(events: readonly RunEvent[]): Promise<void>
  /**
   * Called before the event that ends the run is stored, with the full record and that event. Returns the event to
   * store, which may be a replacement. Result tables are stored here, so that they are available as soon as the run has
   * ended.
   */
  beforeEnd(record: readonly RunEvent[], endEvent: RunEvent): Promise<RunEvent>
  /** Maximum size of the record as JSON, in bytes. 0 means unlimited. */
  recordBytes?: number
}

/**
 * Creates the journal of a run, starting from its existing record. If events cannot be stored, the run stops so that
 * another worker can resume it.
 */
export function createRunJournal(
  initialRecord: readonly RunEvent[],
  { append, beforeEnd, recordBytes: maxRecordBytes = 0 }: RunJournalOptions,
): Journal & { readonly length: number; readonly isBroken: boolean } {
  const record: RunEvent[] = [...initialRecord]
  let isBroken = false
  let bytes = maxRecordBytes === 0 ? 0 : measureBytes(initialRecord)
  const store = async (events: readonly RunEvent[]): Promise<void> => {
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
      const lastEvent = events.at(-1)
      if (!lastEvent) return store([])
      if (maxRecordBytes > 0) {
        bytes += measureBytes(events)
        if (bytes > maxRecordBytes && !isEnd(lastEvent))
          throw new NodeError('permanent', createRecordTooLargeProblem(maxRecordBytes))
      }
      const endEvent = isEnd(lastEvent) ? await beforeEnd([...record, ...events], lastEvent) : lastEvent
      const eventsToStore = endEvent === lastEvent ? events : [...events.slice(0, -1), endEvent]
      await store(eventsToStore)
      record.push(...eventsToStore)
    },
    async read() {
      return { events: [...record], problems: [] }
    },
  }
}

const measureBytes = (events: readonly RunEvent[]): number =>
  events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0)

const createRecordTooLargeProblem = (limit: number) => error('run.record-too-large', { max: limit })

const isEnd = ({ type }: RunEvent): boolean =>
  type === 'run-completed' || type === 'run-failed' || type === 'run-cancelled'

/** Returns the run's status after the events, or `undefined` if they do not change it. */
export function findStatusAfter(events: readonly RunEvent[]): RunState | undefined {
  return events.reduce<RunState | undefined>((status, event) => findEventStatus(event) ?? status, undefined)
}

function findEventStatus({ type }: RunEvent): RunState | undefined {
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
