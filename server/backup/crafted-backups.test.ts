import { systemClock } from '@aw-flow/engine'
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { beforeAll, describe, expect, test } from 'vitest'
import { readLatestMigration } from '../store/database/migrate.ts'
import { openStore } from '../store/open-store.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { restoreBackup } from './restore-backup.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

type Content = string | { size: number; chunks: Iterable<Buffer> } | { type: 'symlink'; linkname: string }

const folder = createTestFolder()
let migration: string
const store = openForTests(async () => {
  await copyReadyDatabase(join(folder, 'data', 'database'))
  return openStore(join(folder, 'data'), systemClock)
})
beforeAll(async () => {
  migration = (await readLatestMigration(store.openedDatabase))!
})

const header = (...tables: { name: string; columns: string[] }[]): string =>
  JSON.stringify({ format: 1, createdAt: '2026-11-25T00:00:00Z', migration, tables })
const end = (rows: Record<string, number>, files: number): string => JSON.stringify({ rows, files, missing: [] })

/** Writes a backup and restores it. Returns the code of the problem, or the message of another error. */
async function restore(...entries: readonly (readonly [name: string, content: Content])[]): Promise<string> {
  const path = join(folder, `${randomUUID()}.tar.gz`)
  const pack = tar.pack()
  const writing = pipeline(pack, createGzip({ level: 1 }), createWriteStream(path))
  for (const [name, content] of entries) {
    if (typeof content === 'string') pack.entry({ name }, content)
    else if ('type' in content) pack.entry({ name, ...content })
    else await pipeline(Readable.from(content.chunks), pack.entry({ name, size: content.size }))
  }
  pack.finalize()
  await writing
  const { openedDatabase, blobs } = store
  const temporaryFolder = join(folder, 'data', 'arriving')
  const outcome = await restoreBackup(path, { openedDatabase, blobs, temporaryFolder }).then(
    () => 'restored',
    (thrown: { problem?: { code: string }; message: string }) => thrown.problem?.code ?? thrown.message,
  )
  await rm(path)
  return outcome
}

const row = { workspace_id: 'default', name: 'a', value: 'b' }
const line = JSON.stringify(row)
const facts = { name: 'facts', columns: ['workspace_id', 'name', 'value'] }

describe('a crafted backup is refused', () => {
  test.each([
    ['a table of the database itself', 'pg_authid', ['rolname']],
    ['a table of another schema', 'pg_catalog.pg_class', ['relname']],
    ['a statement as the name of a table', 'facts; drop table runs; --', ['name']],
  ])('with %s', async (_, name, columns) => {
    const outcome = await restore(['aw-backup.json', header({ name, columns })], [`tables/${name}/1.jsonl`, line])
    expect(outcome).toBe('backup.not-recognized')
  })

  test('with statements as names of columns or as rows', async () => {
    const attack = 'name") select 1; drop table runs; --'
    for (const [columns, rows] of [
      [[attack, 'value'], line],
      [['name', 'value'], "{}]'::json); drop table runs; --"],
    ] as const) {
      const table = { name: 'facts', columns: [...columns] }
      expect(await restore(['aw-backup.json', header(table)], ['tables/facts/1.jsonl', rows])).not.toBe('restored')
    }
    expect(await store.openedDatabase.execute('select count(*)::int as runs from runs')).toEqual([{ runs: 0 }])
  })

  test.each([
    '../outside',
    'datasets/../../outside',
    '/tmp/outside',
    'results/../outside',
    'workspaces/../results/a/outside',
    'workspaces/default/results/a/..',
    'datasets/outside',
  ])('with the file %s', async (name) => {
    expect(await restore(['aw-backup.json', header()], [name, 'x'], ['end.json', end({}, 1)])).toBe('backup.damaged')
    const names = await readdir(folder, { recursive: true })
    expect(names.filter((path) => path.includes('outside'))).toEqual([])
  })

  test.each<[title: string, ...rows: object[]]>([
    ['two rows with the same key', row, row],
    ['a workspace that is a path', { ...row, workspace_id: '../../etc' }],
    ['a workspace with a name that no workspace can have', { ...row, workspace_id: '__proto__' }],
    ['a workspace with a NUL', { ...row, workspace_id: 'a\0b' }],
    ['a row without a workspace', { ...row, workspace_id: null }],
  ])('with %s', async (_, ...rows) => {
    const lines = rows.map((item) => JSON.stringify(item)).join('\n')
    const last = ['end.json', end({ facts: rows.length }, 0)] as const
    expect(await restore(['aw-backup.json', header(facts)], ['tables/facts/1.jsonl', lines], last)).toBe(
      'backup.damaged',
    )
  })

  test.each([
    ['no', []],
    ['unknown', ['name', 'nope']],
    ['equal', ['name', 'name']],
  ])('with %s columns', async (_, columns) => {
    const start = ['aw-backup.json', header({ name: 'facts', columns })] as const
    expect(await restore(start, ['tables/facts/1.jsonl', line], ['end.json', end({ facts: 1 }, 0)])).toBe(
      'backup.damaged',
    )
  })

  test.each(['toString', '__proto__', '9999-of-the-future'])('with the migration %s', async (name) => {
    const start = JSON.stringify({ ...JSON.parse(header()), migration: name })
    expect(await restore(['aw-backup.json', start], ['end.json', end({}, 0)])).toBe('backup.newer')
  })

  test('with a link in place of a file', async () => {
    const link = { type: 'symlink', linkname: '/etc/passwd' } as const
    const name = 'results/run/1-0.csv'
    expect(await restore(['aw-backup.json', header()], [name, link], ['end.json', end({}, 1)])).toBe('backup.damaged')
    expect((await readdir(folder, { recursive: true })).filter((path) => path.includes('1-0.csv'))).toEqual([])
  })

  test('with bytes that do not match the hash in the name of a dataset', async () => {
    const name = `datasets/${createHash('sha256').update('expected').digest('hex')}`
    expect(await restore(['aw-backup.json', header()], [name, 'other'], ['end.json', end({}, 1)])).toBe(
      'backup.damaged',
    )
  })

  test('with other numbers of rows or files, or without an end', async () => {
    const start = ['aw-backup.json', header(facts)] as const
    const rows = ['tables/facts/1.jsonl', line] as const
    expect(await restore(start, rows)).toBe('backup.incomplete')
    expect(await restore(start, rows, ['end.json', end({ facts: 2 }, 0)])).toBe('backup.incomplete')
    expect(await restore(start, rows, ['end.json', end({ facts: 1 }, 1)])).toBe('backup.incomplete')
    expect(await restore(start, rows, ['end.json', '{"rows":'])).toBe('backup.incomplete')
    expect(await restore(start, ['end.json', end({ facts: 1 }, 0)], rows)).toBe('backup.damaged')
  })

  test('with a row that is larger than memory should hold', async () => {
    const chunk = Buffer.alloc(2 ** 20, ' ')
    const count = 300
    const rows = { size: count * chunk.length, chunks: Array.from({ length: count }, () => chunk) }
    const outcome = await restore(['aw-backup.json', header(facts)], ['tables/facts/1.jsonl', rows])
    expect(outcome).toBe('backup.damaged')
  })
})
