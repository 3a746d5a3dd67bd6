import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyWorkflow } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleRecord, testJournals } from '../../packages/engine/record/test-journal-suite.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { createRunJournal } from './run-journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'aw-run-journal-'))
let store: Store
beforeAll(async () => {
  store = await openStore(folder, { now: () => 1_000 })
}, 60_000)
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const known = new Set<string>()
const opened = async (run: string) => {
  if (!known.has(run)) await store.runs.add(run, 'w', { workflow: emptyWorkflow('W'), inputs: {}, seed: 1 })
  known.add(run)
  return createRunJournal(store.runs, run, async (_, end) => end)
}

describe('journal of the server', () => {
  testJournals(opened, { it, equal: (actual, expected) => expect(actual).toEqual(expected) })

  it('[E50] keeps the state that lists show beside the events', async () => {
    const journal = await opened('state')
    const status = async (): Promise<string | undefined> => (await store.runs.find('state'))?.status
    expect(await status()).toBe('queued')
    await journal.append(sampleRecord.slice(0, 2))
    expect(await status()).toBe('running')
    await journal.append(sampleRecord.slice(2))
    expect(await status()).toBe('completed')
  })
})
