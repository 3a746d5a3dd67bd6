import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleRecord, testJournals } from '../../packages/engine/record/test-journal-suite.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { HeldLease } from '../store/runs/held-lease.ts'
import { openSharedDatabase } from '../testing/open-shared-database.ts'
import { createJournalWriter, LostLeaseError } from './journal-writer.ts'
import { createRunJournal } from './run-journal.ts'
import { serializeEvents } from './serialized-events.ts'

const folder = mkdtempSync(join(tmpdir(), 'aw-run-journal-'))
let store: Store
beforeAll(async () => {
  const openedDatabase = await openSharedDatabase(folder)
  store = await openStore(folder, { now: () => 1_000 }, { openedDatabase })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const leases = new Map<string, HeldLease>()
const opened = async (run: string) => {
  if (!leases.has(run)) {
    const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
    await store.forWorkspace('default').runs.add({ id: run, workflowId: 'w', request })
    leases.set(run, (await store.leases.claim([run], 'test'))[0]!)
  }
  const writer = createJournalWriter({ leases: store.leases, onWritten: () => undefined, onError: () => undefined })
  return createRunJournal(await store.forWorkspace('default').runs.readEvents(run), {
    append: (events) => writer.append(leases.get(run)!, serializeEvents(events)),
    beforeEnd: async (_, end) => end,
  })
}

describe('journal of the server', () => {
  testJournals(opened, { it, equal: (actual, expected) => expect(actual).toEqual(expected) })

  it('[E50] updates the state for lists with the events', async () => {
    const journal = await opened('state')
    const status = async (): Promise<string | undefined> =>
      (await store.forWorkspace('default').runs.find('state'))?.status
    expect(await status()).toBe('queued')
    await journal.append(sampleRecord.slice(0, 2))
    expect(await status()).toBe('running')
    await journal.append(sampleRecord.slice(2))
    expect(await status()).toBe('completed')
  })

  it('[R3] refuses events of a worker that lost its lease', async () => {
    const journal = await opened('taken')
    await journal.append(sampleRecord.slice(0, 1))
    await store.leases.release([leases.get('taken')!])
    expect(await store.leases.claim(['taken'], 'other')).toMatchObject([{ id: 'taken', lease: 2 }])
    expect(await store.leases.claim(['taken'], 'third')).toEqual([])
    await expect(journal.append(sampleRecord.slice(1, 2))).rejects.toThrow(LostLeaseError)
    expect(await store.forWorkspace('default').runs.readEvents('taken')).toEqual(sampleRecord.slice(0, 1))
  })
})
