import { Kysely, sql } from 'kysely'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { copyFreshDatabase } from '../../testing/copy-fresh-database.ts'
import { openDatabaseThread, type DatabaseThread } from './database-thread.ts'
import { createPgliteDriver } from './pglite-dialect.ts'
import { createTestFolder, openForTests } from '../../testing/test-resources.ts'

interface Tables {
  notes: { note: string }
}

const folder = createTestFolder()
/** Sent statements, and the number of unanswered ones at that time. */
let handed: { text: string; open: number }[] = []
let database: Kysely<Tables>
let script: (text: string) => Promise<unknown>
const thread = openForTests(async () => {
  await copyFreshDatabase(join(folder, 'database'))
  return openDatabaseThread(join(folder, 'database'))
})
beforeAll(async () => {
  let open = 0
  const watched: DatabaseThread = {
    ...thread,
    async query(text, parameters) {
      handed.push({ text, open: open++ })
      try {
        return await thread.query(text, parameters)
      } finally {
        open--
      }
    },
  }
  const driver = createPgliteDriver(watched)
  script = driver.runScript
  database = new Kysely<Tables>({ dialect: driver.dialect })
  await sql`create table notes (note text)`.execute(database)
})

const notes = async (): Promise<string[]> =>
  (await database.selectFrom('notes').select('note').orderBy('note').execute()).map(({ note }) => note)
const keep = (note: string) => database.insertInto('notes').values({ note }).execute()

test('single statements are sent before the previous one is answered', async () => {
  handed = []
  await Promise.all([notes(), notes(), notes()])
  expect(handed.map(({ open }) => open)).toEqual([0, 1, 2])
})

test('other statements neither read nor write within a transaction', async () => {
  let resume = (): void => {}
  const asked = new Promise<void>((resolve) => (resume = resolve))
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  await keep('before')
  const transaction = database.transaction().execute(async (within) => {
    await within.insertInto('notes').values({ note: 'within' }).execute()
    begin()
    await asked
    throw new Error('Not so.')
  })
  await begun
  handed = []
  const during = notes()
  const written = keep('during')
  const second = database
    .transaction()
    .execute((within) => within.insertInto('notes').values({ note: 'second' }).execute())
  const after = notes()
  expect(await Promise.race([during, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe('waits')
  resume()
  await expect(transaction).rejects.toThrow('Not so.')
  expect(await during).toEqual(['before'])
  await Promise.all([written, second])
  expect(await after).toEqual(['before', 'during', 'second'])
  expect(handed.map(({ text }) => text.split(' ')[0])).toEqual([
    'rollback',
    'select',
    'insert',
    'begin',
    'insert',
    'commit',
    'select',
  ])
})

test('a failed script rolls back only itself', async () => {
  const broken = script("begin; insert into notes values ('broken'); select nothing from nowhere; commit")
  const meanwhile = keep('meanwhile')
  await expect(broken).rejects.toThrow('nowhere')
  await meanwhile
  expect(await notes()).toEqual(['before', 'during', 'meanwhile', 'second'])
})
