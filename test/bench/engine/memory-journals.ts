import { readRecord, recordLines } from '@aw-flow/engine'
import type { RunEvent } from '@aw-flow/schema'
import type { OpenJournal } from './ours.ts'

/** Journals in memory, which are stored as text and parsed when they are read. */
export const openMemoryJournal: OpenJournal = async () => {
  const kept: RunEvent[] = []
  return {
    append(events) {
      for (const event of events) kept.push(event)
    },
    read: async () => readRecord(recordLines(kept)),
    remove: async () => undefined,
  }
}
