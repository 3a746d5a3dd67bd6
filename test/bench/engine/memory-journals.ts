import { readRecord, serializeRecord } from '@aw-flow/engine'
import type { RunEvent } from '@aw-flow/schema'
import type { OpenJournal } from './ours.ts'

/** Journals in memory, which are stored as text and parsed when they are read. */
export const openMemoryJournal: OpenJournal = async () => {
  const stored: RunEvent[] = []
  return {
    append(events) {
      for (const event of events) stored.push(event)
    },
    read: async () => readRecord(serializeRecord(stored)),
    remove: async () => undefined,
  }
}
