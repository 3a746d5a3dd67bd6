import type { RunEventBody } from '@aw-flow/schema'

/** The maximum number of events in a run's record, and of characters in their values. */
export interface RecordLimits {
  events?: number
  characters?: number
}

const defaultLimits = { events: 1_000_000, characters: 1_000_000_000 }

/** Measures the size of a run's record, which is held in memory and stored. It is initially empty. */
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

/** The field of an event that can be large. */
const valueFields: { readonly [Type in RunEventBody['type']]?: keyof Extract<RunEventBody, { type: Type }> } = {
  'node-started': 'filled',
  'node-cached': 'outputs',
  'node-completed': 'outputs',
  'effect-started': 'request',
  'effect-ended': 'outcome',
  'iteration-started': 'values',
  'iteration-ended': 'values',
  'wait-ended': 'value',
  'node-logged': 'message',
}

function countEventCharacters(event: RunEventBody): number {
  const field = valueFields[event.type]
  return field === undefined ? 0 : countCharacters(event[field as keyof RunEventBody])
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
