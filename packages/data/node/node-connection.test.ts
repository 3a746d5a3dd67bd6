import { availableParallelism } from 'node:os'
import { afterAll, expect, it } from 'vitest'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { openNodeConnection } from './node-connection.ts'

const connection: DuckDbConnection = await openNodeConnection()

afterAll(() => connection.close())

/** Number of concurrent statements: more than the connections opened in advance. */
const statementCount = 12

it('uses UTC for all concurrent statements, whatever the system time zone', async () => {
  const settings = `SELECT '.' || current_setting('TimeZone'), current_setting('threads')`
  const found = await Promise.all(Array.from({ length: statementCount }, () => connection.queryRows(settings)))

  expect(found).toEqual(Array.from({ length: statementCount }, () => [['UTC', BigInt(availableParallelism())]]))
})

it('rejects changes of settings', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: statementCount }, () => connection.run(`SET TimeZone = 'Asia/Tokyo'`)),
  )

  expect(results.map(({ status }) => status)).toEqual(Array.from({ length: statementCount }, () => 'rejected'))
})

it('ends all statements with the reason of the end, and accepts no others', async () => {
  const controller = new AbortController()
  let reports = 0
  const watched = await openNodeConnection({ shutdownSignal: controller.signal, onUnresponsive: () => void reports++ })
  const settled = Promise.allSettled([
    watched.queryRows('SELECT count(*) FROM range(10000000) a, range(10000000) b'),
    watched.queryRows('SELECT count(*) FROM range(10000000) a, range(10000000) b', {
      signal: AbortSignal.timeout(60_000),
    }),
  ])
  setTimeout(() => controller.abort(new Error('Out of Memory Error: too much')), 200)
  const outcomes = await settled
  expect(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason as unknown)).toEqual([
    controller.signal.reason,
    controller.signal.reason,
  ])
  await expect(watched.queryRows('SELECT 1')).rejects.toThrow('too much')
  expect(reports).toBe(0)
  await watched.close()
})

it('reports a statement that continues after it was interrupted', async () => {
  let reports = 0
  const watched = await openNodeConnection({ onUnresponsive: () => void reports++, interruptTimeoutMs: 100 })
  try {
    const interruptible = AbortSignal.timeout(200)
    await expect(
      watched.queryRows('SELECT count(*) FROM range(10000000) a, range(10000000) b', { signal: interruptible }),
    ).rejects.toThrow()
    expect(reports).toBe(0)
    // One value, within which DuckDB does not check for interrupts.
    const value = `SELECT list_sum(list_transform(range(1500), lambda x: levenshtein(repeat('ab', 240) || x, repeat('ba', 240))))`
    const rows = watched.queryRows(value, { signal: AbortSignal.timeout(100) })
    await expect(rows).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(reports).toBe(1)
  } finally {
    await watched.close()
  }
})
