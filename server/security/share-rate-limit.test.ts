import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTestServer } from '../testing/open-test-server.ts'
import { createRateLimiter } from './rate-limit.ts'
import { createExchange } from './share-rate-limit.ts'

test('servers with one database count the requests of a caller together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-shared-limits-'))
  const server = await openTestServer(folder)
  try {
    let time = Date.UTC(2026, 10, 20)
    const now = (): number => time
    const { database } = server.backend.store.openedDatabase
    const open = () => {
      const limit = createRateLimiter(10, now)
      const exchange = createExchange(limit, { database, digest: (text) => `hmac of ${text}`, now })
      return { limit, exchange, count: (times: number) => Array.from({ length: times }, () => limit.count('caller')) }
    }
    const [first, second] = [open(), open()]
    await Promise.all([first.exchange(), second.exchange()])
    first.count(4)
    await first.exchange()
    second.count(3)
    await second.exchange()
    expect(second.limit.describe('caller')).toMatchObject({ remaining: 3 })
    first.count(1)
    await first.exchange()
    expect(first.limit.describe('caller')).toMatchObject({ remaining: 2 })
    expect(first.count(3).map((exceeded) => exceeded !== undefined)).toEqual([false, false, true])
    // Another caller has another count, and requests become available again.
    expect(second.limit.count('other')).toBeUndefined()
    time += 3_600_001
    first.count(1)
    await first.exchange()
    expect(first.limit.describe('caller')).toMatchObject({ remaining: 9 })
    // The two requests before the hour had passed were not exchanged earlier.
    const rows = await database.selectFrom('sign_in_attempts').selectAll().execute()
    expect(rows.map(({ key, count }) => [key, count])).toEqual([['hmac of rate caller', 3]])
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
