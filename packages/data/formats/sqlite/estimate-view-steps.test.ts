import initSqlJs, { type Database } from 'sql.js'
import { beforeAll, expect, it } from 'vitest'
import { openDuckDb } from '../../node/index.ts'
import { estimateViewSteps } from './estimate-view-steps.ts'

const rows = new Map([
  ['big', 100_000],
  ['small', 10],
])

let create: () => Database
beforeAll(async () => {
  const { Database } = await initSqlJs()
  create = () => {
    const database = new Database()
    database.run('CREATE TABLE big (id INTEGER PRIMARY KEY, kind, day)')
    database.run('CREATE TABLE small (kind TEXT PRIMARY KEY, name)')
    return database
  }
})

const estimate = (query: string): number => {
  const database = create()
  database.run(`CREATE VIEW v AS ${query}`)
  const steps = estimateViewSteps(database, 'v', rows)
  database.close()
  return steps
}

it.each([
  ['SELECT * FROM big', 1e5],
  ['SELECT kind, count(*) FROM big GROUP BY kind ORDER BY 2', 1e6],
  ['SELECT * FROM big UNION ALL SELECT * FROM big UNION ALL SELECT * FROM big', 1e6],
  ['SELECT * FROM big JOIN small USING (kind)', 1e7],
  ['SELECT *, (SELECT count(*) FROM small) FROM big', 1e6],
  ['WITH n(x) AS (VALUES (1), (2), (3)) SELECT * FROM big, n', 1e7],
])('estimates a typical view: %s', (query, max) => {
  expect(estimate(query)).toBeGreaterThanOrEqual(1)
  expect(estimate(query)).toBeLessThanOrEqual(max)
})

it.each([
  'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n',
  'SELECT count(*) FROM big a, big b, big c',
  'SELECT (SELECT count(*) FROM big b, big c WHERE b.day < a.day) FROM big a',
  'WITH n(x) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9)) SELECT a.x FROM n a, n b, n c, n d, n e, n f, n g, n h, n i, n j, n k',
])('finds a view that never ends: %s', (query) => {
  expect(estimate(query)).toBeGreaterThan(1e9)
})

it('finds a view that joins a list of values many times, beside small tables', () => {
  const database = create()
  const list = Array.from({ length: 11 }, (_, index) => `n n${index}`).join(', ')
  database.run(`CREATE VIEW v AS WITH n(x) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) SELECT n0.x FROM ${list}`)
  expect(estimateViewSteps(database, 'v', new Map([['small', 1]]))).toBeGreaterThan(1e9)
  database.close()
})

it('names a view that would take too long, and reads the tables beside it', async () => {
  const database = create()
  database.run("INSERT INTO small VALUES ('a', 'A'), ('b', 'B')")
  database.run(
    'CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n',
  )
  const bytes = Uint8Array.from(database.export())
  database.close()
  const file = {
    dataset: 'endless',
    name: 'endless.sqlite',
    size: bytes.length,
    read: (start: number, end: number) => Promise.resolve(bytes.subarray(start, end)),
  }
  const tables = await openDuckDb({ threads: 1 })
  try {
    expect((await tables.formats.inspect(file)).parts).toEqual([
      { name: 'big', rows: 0, columns: 3 },
      { name: 'small', rows: 2, columns: 2 },
    ])
    await expect(tables.formats.open(file, { format: 'sqlite', part: 'endless' })).rejects.toMatchObject({
      problem: { code: 'load.slow-view', params: { view: 'endless' } },
    })
  } finally {
    await tables.close()
  }
})
