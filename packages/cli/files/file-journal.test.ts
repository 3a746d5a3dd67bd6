import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sampleRecord, testJournals } from '../../engine/record/test-journal-suite.ts'
import { openFileJournal } from './file-journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'aw-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = (run: string): string => join(folder, `${run}.jsonl`)

describe('file journal', () => {
  testJournals(
    async (run) => {
      const journal = openFileJournal(path(run), 'continue')
      return { append: journal.append, read: journal.read, close: async () => journal.close() }
    },
    { it, equal: (actual, expected) => expect(actual).toEqual(expected) },
  )

  it('[E51] truncates an incomplete last event when it continues, wherever the crash occurred, and reports it', async () => {
    const whole = openFileJournal(path('torn'), 'new')
    await whole.append(sampleRecord)
    whole.close()
    const bytes = readFileSync(path('torn'))
    for (let cut = bytes.indexOf(10) + 1; cut < bytes.length; cut += 7) {
      writeFileSync(path('torn'), bytes.subarray(0, cut))
      const journal = openFileJournal(path('torn'), 'continue')
      const { events, problems } = await journal.read()
      expect(problems.map(({ code }) => code)).toEqual(bytes[cut - 1] === 10 ? [] : ['record.torn'])
      await journal.append(sampleRecord.slice(events.length))
      expect(await journal.read()).toEqual({ events: sampleRecord, problems: [] })
      journal.close()
      expect(readFileSync(path('torn')).equals(bytes)).toBe(true)
    }
  })

  it('overwrites an old record with a new one', async () => {
    appendFileSync(path('old'), 'something else')
    const journal = openFileJournal(path('old'), 'new')
    await journal.append(sampleRecord.slice(0, 1))
    expect((await journal.read()).events).toHaveLength(1)
    journal.close()
  })
})
