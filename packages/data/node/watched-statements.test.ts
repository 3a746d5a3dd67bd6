import type { Tables } from '@aw-flow/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { openFormats } from './open-duckdb.ts'
import { openNodeConnection } from './node-connection.ts'

const log: string[] = []
const formats = openFormats()
let tables: Tables
beforeAll(async () => {
  const connection = await openNodeConnection({ threads: 1 })
  tables = createDuckDbTables({
    connection,
    formats,
    loadWasm: () => Promise.reject(new Error('This test writes no Parquet file.')),
    startWatchdog(timeoutMs, { code }, statement) {
      log.push(`watch ${timeoutMs} ms, ${code}, ${statement}`)
      return () => log.push('release')
    },
  })
})
afterAll(async () => {
  await tables.close()
  await formats.close()
})

it.each([
  ['that ends', 'SELECT 1 AS a', undefined],
  ['that fails', 'SELECT missing', 'sql.names'],
  ['that is refused', 'DROP TABLE t', 'sql.syntax'],
])('a statement %s is watched with its limit until its end', async (_, statement, code) => {
  log.length = 0
  const outcome = await tables.query(statement, { inputs: {}, id: 'a', timeoutMs: 20_000 }).then(
    () => undefined,
    (cause: { problem: { code: string } }) => cause.problem.code,
  )
  expect(log).toEqual([`watch 20000 ms, sql.out-of-time, ${statement}`, 'release'])
  expect(outcome).toBe(code)
})

it.each(['SELECT 1 AS a', 'SELECT missing', 'DROP TABLE t'])(
  'the check of %s is watched until its end',
  async (statement) => {
    log.length = 0
    await tables.check(statement, { inputs: {} })
    expect(log).toEqual([`watch 5000 ms, sql.out-of-time.check, ${statement}`, 'release'])
  },
)
