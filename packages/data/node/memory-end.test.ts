import { unsafeSql } from '@aw-flow/engine'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { createCsvPlan, createJsonPlan } from '../tables/test-case.ts'
import { openNodeConnection } from './node-connection.ts'
import { openNodeFile } from './node-file.ts'
import { openFormats } from './open-duckdb.ts'

const folder = await mkdtemp(join(tmpdir(), 'aw-test-'))
const connection: DuckDbConnection = await openNodeConnection({ temporaryFolder: folder })
afterAll(async () => {
  await connection.close()
  await rm(folder, { recursive: true })
})

const tablesOver = (over: DuckDbConnection) =>
  createDuckDbTables({
    connection: over,
    formats: openFormats(folder),
    loadWasm: () => Promise.reject(new Error('no file is written')),
  })

/** Tables that run out of memory when a load may return more than `maxRows` rows. */
function smallTables(maxRows: number, onAttempt = () => {}) {
  const run: DuckDbConnection['run'] = async (statement, options) => {
    const limit = Number(/ LIMIT (\d+)$/.exec(statement)?.[1] ?? Infinity)
    if (statement.includes('read_csv')) onAttempt()
    if (statement.includes('read_csv') && limit > maxRows) {
      throw new Error('Out of Memory Error: could not allocate block of size 256.0 KiB (1.8 GiB/1.8 GiB used)')
    }
    return connection.run(statement, options)
  }
  const small = new Proxy(connection, {
    get(target, key: keyof DuckDbConnection) {
      if (key === 'run') return run
      const member = target[key]
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  return tablesOver(small)
}

const write = async (text: string) => {
  const path = join(folder, `file-${text.length}`)
  await writeFile(path, text)
  return openNodeFile(path, 'test')
}

describe('a file larger than memory', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `${1_000_000 + index},x${index},1.5`)

  it('is loaded partially, with the size of the loaded part', async () => {
    const file = await write(`a,b,c\n${rows.join('\n')}\n`)
    const plan = createCsvPlan(['a BIGINT', 'b', 'c DOUBLE'], { headerLines: 1 })
    const loaded = await smallTables(6000).load(file, plan, { id: 'direct' })
    expect(loaded.table.rows).toBeGreaterThan(3000)
    expect(loaded.table.rows).toBeLessThanOrEqual(6000)
    expect(loaded.truncation?.size).toBe(file.size)
    const share = (loaded.truncation?.bytes ?? 0) / file.size
    expect(Math.abs(share - loaded.table.rows / 10_000)).toBeLessThan(0.05)
    expect((await smallTables(Infinity).load(file, plan, { id: 'all' })).truncation).toBeUndefined()
  })

  it('is also loaded partially by the JavaScript readers', async () => {
    const lines = await write(rows.map((row) => `{"a":"${row}"}`).join('\n'))
    const loaded = await smallTables(6000).load(lines, createJsonPlan(['a'], { format: 'jsonl' }), { id: 'lines' })
    expect(loaded.table.rows).toBeLessThanOrEqual(6000)
    expect(loaded.truncation?.bytes).toBeLessThan(0.65 * lines.size)
  })

  it('drops the table that it replaces if memory does not suffice for both', async () => {
    const file = await write(`a,b\n1,2\n${rows[0]}\n`)
    const plan = createCsvPlan(['a', 'b', 'c'], { headerLines: 2 })
    let exists = false
    const reloaded = tablesOver(
      new Proxy(connection, {
        get(target, key: keyof DuckDbConnection) {
          const member = target[key]
          if (key !== 'run') return typeof member === 'function' ? member.bind(target) : member
          return async (statement: string) => {
            if (statement.startsWith('DROP TABLE IF EXISTS "aw again"')) exists = false
            if (exists && statement.includes('read_csv')) throw new Error('Out of Memory Error: full')
            await target.run(statement)
          }
        },
      }),
    )
    await reloaded.load(file, plan, { id: 'again' })
    exists = true
    const loaded = await reloaded.load(file, plan, { id: 'again' })
    expect([loaded.table.rows, loaded.truncation]).toEqual([1, undefined])
  })

  it('is rejected if no part of it matches', async () => {
    const file = await write(`a\n${rows.join('\n')}\n`)
    const plan = createCsvPlan(['a', 'b', 'c'], { headerLines: 1 })
    await expect(smallTables(0).load(file, plan, { id: 'none' })).rejects.toMatchObject({
      problem: { code: 'tables.out-of-memory' },
    })
  })

  it('is not read again with fewer records if the columns need the memory', async () => {
    const columns = Array.from({ length: 40 }, (_, index) => `c${index} BIGINT`)
    const file = await write(`${columns.map(() => '1').join(',')}\n`.repeat(1000))
    let attempts = 0
    const small = smallTables(0, () => attempts++)
    await expect(small.load(file, createCsvPlan(columns, { headerLines: 0 }), { id: 'wide' })).rejects.toMatchObject({
      problem: { code: 'tables.out-of-memory' },
    })
    expect(attempts).toBe(1)
  })
})

it('reports that temporary disk is exhausted and runs the next statement normally', async () => {
  const small = await openNodeConnection({
    temporaryFolder: folder,
    memoryLimit: '80MB',
    temporaryLimit: '5MB',
    threads: 2,
  })
  const tables = tablesOver(small)
  try {
    const large = unsafeSql('SELECT i, md5(CAST(i AS VARCHAR)) AS text FROM range(4000000) AS t(i) ORDER BY hash(i)')
    await expect(tables.create(large, { id: 'large' })).rejects.toMatchObject({
      problem: { code: 'tables.out-of-memory', params: { reason: expect.not.stringContaining('PRAGMA') } },
    })
    expect(await tables.rows(unsafeSql('SELECT 1 AS a'))).toEqual([{ a: 1 }])
  } finally {
    await tables.close()
  }
})
