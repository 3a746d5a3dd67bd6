import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { openNodeConnection } from './node-connection.ts'

let connection: DuckDbConnection

beforeAll(async () => {
  connection = await openNodeConnection()
})

afterAll(() => connection.close())

/** Number of concurrent statements: more than the connections opened in advance. */
const statementCount = 12

it('uses UTC for all concurrent statements, whatever the system time zone', async () => {
  const settings = `SELECT '.' || current_setting('TimeZone'), current_setting('threads')`
  const found = await Promise.all(Array.from({ length: statementCount }, () => connection.rows(settings)))

  expect(found).toEqual(Array.from({ length: statementCount }, () => [['UTC', BigInt(availableParallelism())]]))
})

it('rejects changes of settings', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: statementCount }, () => connection.run(`SET TimeZone = 'Asia/Tokyo'`)),
  )

  expect(results.map(({ status }) => status)).toEqual(Array.from({ length: statementCount }, () => 'rejected'))
})
