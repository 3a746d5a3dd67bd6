import type { RunEventBody } from '@aw-flow/schema'

/** The maximum number of events in a run's record, and of characters in their values. */
export interface RecordLimits {
  events?: number
  characters?: number
}

const defaultLimits = { events: 1_000_000, characters: 1_000_000_000 }

/** Measures the size of a run's record, which is held in memory and stored. */
export type RecordSizeTracker = ReturnType<typeof createRecordSizeTracker>

/** Creates a tracker for the size of a record that is initially empty. */
export function createRecordSizeTracker(limits: RecordLimits = {}) {
  const { events: maxEvents, characters: maxCharacters } = { ...defaultLimits, ...limits }
  let eventCount = 0
  let characterCount = 0
  let hasExceededLimit = false
  return {
    /** Adds an event. Returns the limit when it is first exceeded, otherwise `undefined`. */
    add(event: RunEventBody): { unit: 'events' | 'characters'; max: number } | undefined {
      eventCount++
      characterCount += countEventCharacters(event)
      if (hasExceededLimit || (eventCount <= maxEvents && characterCount <= maxCharacters)) return undefined
      hasExceededLimit = true
      return eventCount > maxEvents ? { unit: 'events', max: maxEvents } : { unit: 'characters', max: maxCharacters }
    },
  }
}

function countEventCharacters(event: RunEventBody): number {
  switch (event.type) {
    case 'node-started':
      return countCharacters(event.filled)
    case 'node-cached':
    case 'node-completed':
      return countCharacters(event.outputs)
    case 'effect-started':
      return countCharacters(event.request)
    case 'effect-ended':
      return countCharacters(event.outcome)
    case 'iteration-started':
    case 'iteration-ended':
      return countCharacters(event.values)
    case 'wait-ended':
      return countCharacters(event.value)
    case 'node-logged':
      return countCharacters(event.message)
    default:
      return 0
  }
}

/** The number of characters assumed for a number or another short value. */
const shortValueLength = 8

/** Returns the approximate length of a value as JSON. A value that is referenced several times counts each time. */
function countCharacters(value: unknown): number {
  if (value === undefined) return 0
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return shortValueLength
  let characterCount = shortValueLength
  if (Array.isArray(value)) for (const item of value as unknown[]) characterCount += countCharacters(item)
  else
    for (const [name, item] of Object.entries(value as Record<string, unknown>))
      characterCount += name.length + countCharacters(item)
  return characterCount
}
