import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckDb } from '@aw-flow/data/node'
import { createTableLedger, sql, type Sql, type TableLedger } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createResultFiles } from './result-files.ts'
import { createStoredResults, type StoredResults } from './stored-results.ts'
import { TestFolder } from './test-private-folder.ts'

let ledger: TableLedger
let folder: TestFolder
let results: StoredResults

const temporaryFolder = await mkdtemp(join(tmpdir(), 'aw-test-'))
const tables = await openDuckDb({ temporaryFolder })
afterAll(async () => {
  await tables.close()
  await rm(temporaryFolder, { recursive: true })
})
beforeEach(() => {
  folder = new TestFolder()
  ledger = createTableLedger((id) => tables.drop(id))
  const files = createResultFiles({ openRoot: folder.open, runExclusive: (work) => work() })
  results = createStoredResults({ files, tables, ledger, waitBeforeWriting: async () => undefined })
})

const everyType = sql`SELECT * FROM (VALUES (
  1::TINYINT, 9007199254740993::BIGINT, 170141183460469231731687303715884105727::HUGEINT, 18446744073709551615::UBIGINT,
  0.1::FLOAT, 1e300::DOUBLE, CAST('12345678901234567890.123456' AS DECIMAL(38,6)), 'a "b",' || chr(10) || '<c>', true,
  DATE '1815-12-10', TIME '12:34:56.5', TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMPTZ '2024-02-29 12:00:00+00',
  TIMESTAMP_NS '2024-02-29 12:00:00.123456789', INTERVAL '1 month 2 days 3 seconds', 'x'::ENUM ('x', 'y'), '\\xAA\\x00'::BLOB,
  UUID '2d3ae6b4-1f1c-4d6f-9ea8-0a1b2c3d4e5f', ['a, b', NULL, ''], {'a': 1, 'b c': 'it''s'}, MAP {'k': [1, 2]}
), (NULL, NULL, NULL, NULL, 'NaN', '-inf', NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, [], NULL, MAP {})
) t(tiny, big, huge, ubig, f, d, money, word, yes, day, clock, moment, zoned, fine, span, pick, bytes, id, list, pair, map)`

const create = async (select: Sql, id: string): Promise<TableRef> => {
  const table = await tables.create(select, { id })
  ledger.hold('test', [table])
  return table
}
const stored = async (run: string, table: TableRef): Promise<TableRef> => {
  const opened = await results.open(run, table)
  if (opened.state !== 'stored') throw new Error(opened.state)
  return opened.table
}

describe('createStoredResults', () => {
  test('restores tables with every type exactly, after the run and its tables are gone', async () => {
    const table = await create(everyType, 'key:table')
    const hash = await tables.contentHash(table)
    expect(await results.store('run-1', [table], 1e6)).toBe('stored')
    await tables.drop(table.id)
    const restored = await stored('run-1', table)
    expect(restored.columns).toEqual(table.columns)
    expect(await tables.contentHash(restored)).toBe(hash)
    expect(await results.open('run-1', table)).toEqual({ state: 'stored', table: restored })
  })

  test('restores tables of many batches, and of no rows', async () => {
    const large = await create(sql`SELECT range AS id, 'n' || range % 97 AS name FROM range(300000)`, 'large')
    const none = await create(sql`SELECT 1 AS id WHERE false`, 'none')
    await results.store('run-1', [large, none], 1e9)
    expect(await tables.contentHash(await stored('run-1', large))).toBe(await tables.contentHash(large))
    expect(await stored('run-1', none)).toMatchObject({ columns: none.columns, rows: 0 })
  })

  test('distinguishes the results of runs that have a table with the same id', async () => {
    const first = await create(sql`SELECT 1 AS n`, 'same')
    await results.store('run-1', [first], 1e6)
    const second = await create(sql`SELECT 2 AS n`, 'same')
    await results.store('run-2', [second], 1e6)
    const valueOf = async (run: string): Promise<unknown> => {
      const { from } = await tables.relation(await stored(run, first))
      return (await tables.rows(sql`SELECT n FROM ${from}`))[0]?.n
    }
    expect([await valueOf('run-1'), await valueOf('run-2')]).toEqual([1, 2])
  })

  test('writes tables that the run drops in the meantime', async () => {
    const table = await tables.create(sql`SELECT 1 AS n`, { id: 'dropped' })
    ledger.hold('run-1/node', [table])
    const storing = results.store('run-1', [table], 1e6)
    ledger.releaseAll('run-1/')
    expect(await storing).toBe('stored')
    await ledger.whenSettled()
    expect(tables.has('dropped')).toBe(false)
    expect((await results.open('run-1', table)).state).toBe('stored')
  })

  test('reports a damaged file as missing, never as another table', async () => {
    const table = await create(sql`SELECT range AS n FROM range(1000)`, 'damaged')
    await results.store('run-1', [table], 1e6)
    const [path = ''] = folder.paths
    const { bytes } = folder.files.get(path)!
    for (const cut of [0, 8, 100, bytes.length - 20]) {
      folder.files.set(path, { bytes: bytes.slice(0, cut), at: 1 })
      expect(await results.open('run-1', table)).toEqual({ state: 'missing' })
    }
    folder.files.set(path, { bytes, at: 1 })
    expect(await results.open('run-1', { ...table, rows: 999 })).toEqual({ state: 'missing' })
  })

  test('reports storage that is full or unavailable, and remains usable', async () => {
    const table = await create(sql`SELECT 1 AS n`, 'full')
    folder.capacity = 10
    await expect(results.store('run-1', [table], 1e6)).rejects.toMatchObject({
      problem: { code: 'storage.results-full', severity: 'warning' },
    })
    folder.isBlocked = true
    await expect(results.store('run-1', [table], 1e6)).rejects.toMatchObject({
      problem: { code: 'storage.results-refused', params: { reason: 'The operation is not allowed' } },
    })
    expect(await results.open('run-1', table)).toEqual({ state: 'missing' })
    expect(await results.measure()).toEqual({ runs: 0, bytes: 0 })
    await results.evict(0)
    await results.remove(['run-1'])
    expect(tables.has('full')).toBe(true)
  })

  test('stores nothing of tables that no longer exist', async () => {
    expect(await results.store('run-1', [{ id: 'gone', columns: [{ name: 'a', type: 'BIGINT' }], rows: 1 }], 1e6)).toBe(
      'no-tables',
    )
    expect(folder.paths).toEqual([])
  })
})
