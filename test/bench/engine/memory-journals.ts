import { parseRecord, serializeRecord } from '@aw-flow/engine'
import type { RunEvent } from '@aw-flow/schema'
import type { OpenJournal } from './ours.ts'

/** Stores journals in memory. Reading a journal serializes and parses its events. */
export const openMemoryJournal: OpenJournal = async () => {
  const stored: RunEvent[] = []
  return {
    append(events) {
      for (const event of events) stored.push(event)
    },
    read: async () => parseRecord(serializeRecord(stored)),
    remove: async () => undefined,
  }
}
