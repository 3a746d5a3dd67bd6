import { englishFormatter, formatProblem } from '@aw-flow/messages/catalogs'
import { NodeError, type DatabaseQuery, type Secret } from '@aw-flow/engine'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabases } from './open-databases.ts'
import { openTestPostgres, type TestPostgres } from './test-postgres.ts'

const postgres: TestPostgres = await openTestPostgres()
await postgres.database.exec(
  `CREATE TABLE people (id int, name text, born date, worth numeric(10, 2), seen timestamptz)`,
)
await postgres.database.exec(
  `INSERT INTO people VALUES (1, 'Ada', '1815-12-10', 12.5, '2026-01-02 03:04:05+02'), (2, 'O''Brien; --', NULL, NULL, NULL)`,
)
afterAll(() => postgres.close())

const secrets = (value: string, hosts: string[] = ['localhost', '127.0.0.1']) => {
  const secret: Secret = { name: 'db', value, hosts }
  return { find: async (name: string) => (name === 'db' ? secret : undefined), list: async () => [] }
}
const connectionUrl = (): string => `postgres://postgres:sesam-offen@127.0.0.1:${postgres.port}/postgres`
const ask = (
  query: Partial<DatabaseQuery>,
  value = connectionUrl(),
  { allow = ['127.0.0.1'], hosts = ['127.0.0.1'] } = {},
) =>
  openDatabases({ allow, secrets: secrets(value, hosts) }).query({
    secret: 'db',
    statement: 'SELECT 1',
    parameters: [],
    isReadOnly: true,
    maxRows: 100,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...query,
  })
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}

describe('a query', () => {
  it('returns rows as strings with types that can represent them', async () => {
    expect(await ask({ statement: 'SELECT *, id = 1 AS first, 1.50 AS share FROM people ORDER BY id' })).toEqual({
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'name', type: 'VARCHAR' },
        { name: 'born', type: 'DATE' },
        { name: 'worth', type: 'DECIMAL(18,2)' },
        { name: 'seen', type: 'TIMESTAMP' },
        { name: 'first', type: 'BOOLEAN' },
        { name: 'share', type: 'DECIMAL(18,2)' },
      ],
      rows: [
        ['1', 'Ada', '1815-12-10', '12.50', '2026-01-02 01:04:05', 'true', '1.50'],
        ['2', "O'Brien; --", null, null, null, 'false', '1.50'],
      ],
      isTruncated: false,
      command: 'SELECT',
      count: 2,
    })
  })

  it('[42] binds parameters with any content', async () => {
    for (const name of ["O'Brien; --", "'; DROP TABLE people; --", '$1', '\\', 'ß"']) {
      const { rows } = await ask({
        statement: 'SELECT $1::text, count(*) FROM people WHERE name = $1',
        parameters: [name],
      })
      expect(rows).toEqual([[name, name.startsWith('O') ? '1' : '0']])
    }
    const { rows } = await ask({
      statement: 'SELECT $1::int + 1, $2::jsonb, $3::bool, $4::text',
      parameters: [2, { a: [1] }, true, null],
    })
    expect(rows).toEqual([['3', '{"a": [1]}', 'true', null]])
  })

  it('allows one statement, which is read-only unless writing is allowed', async () => {
    const two = await failure(ask({ statement: 'SELECT 1; DROP TABLE people' }))
    expect([two.kind, two.problem.code]).toEqual(['permanent', 'database.refused'])
    const write = { statement: `INSERT INTO people (id) VALUES (9)` }
    const refused = await failure(ask(write))
    expect(formatProblem(refused.problem)).toContain('read-only')
    expect(await ask({ ...write, isReadOnly: false })).toMatchObject({ command: 'INSERT', count: 1, rows: [] })
    const { rows } = await ask({ statement: 'SELECT count(*) FROM people' })
    expect(rows).toEqual([['3']])
    await ask({ statement: 'DELETE FROM people WHERE id = 9', isReadOnly: false })
  })

  it('returns at most maxRows rows', async () => {
    const { rows, isTruncated } = await ask({
      statement: 'SELECT n FROM generate_series(1, 5000) n',
      maxRows: 10,
    })
    expect([rows.length, isTruncated]).toEqual([10, true])
  })

  it('reports the error of the database with its position', async () => {
    const { kind, problem } = await failure(ask({ statement: 'SELECT nam FROM people' }))
    expect([kind, problem.code]).toEqual(['permanent', 'database.refused'])
    expect(englishFormatter.renderProblem(problem).message).toBe(
      'PostgreSQL error at character 8: column "nam" does not exist.',
    )
    expect(englishFormatter.renderProblem(problem).hint).toContain('people.name')
  })
})

describe('a connection', () => {
  it('[17] connects only to allowed hosts, with secrets bound to them', async () => {
    const codes = await Promise.all(
      [
        ask({}, connectionUrl(), { allow: ['*'] }),
        ask({}, connectionUrl(), { allow: ['db.example'] }),
        ask({}, connectionUrl(), { hosts: ['db.example'] }),
        ask({ secret: 'none' }),
        ask({}, 'mysql://a:b@127.0.0.1/x'),
        ask({}, 'just a text'),
        ask({}, 'postgres://a:b@169.254.169.254/x', { allow: ['*'], hosts: ['169.254.169.254'] }),
      ].map(async (work) => (await failure(work)).problem.code),
    )
    expect(codes).toEqual([
      'egress.private-address',
      'egress.host-not-allowed',
      'secret.host-not-bound',
      'secret.unknown',
      'database.connection',
      'database.connection',
      'egress.private-address',
    ])
  })

  it('does not reveal its secret in any error', async () => {
    for (const work of [
      ask({}, `postgres://postgres:sesam-offen@127.0.0.1:9/postgres`),
      ask({}, `${connectionUrl()}?sslmode=require`),
      ask({ statement: "SELECT 'sesam-offen'::int" }),
    ]) {
      const { problem } = await failure(work)
      expect(JSON.stringify(problem)).not.toContain('sesam-offen')
    }
  })

  it('stops when the signal is aborted', async () => {
    const stop = new AbortController()
    stop.abort(new Error('enough'))
    await expect(ask({ signal: stop.signal })).rejects.toThrow('enough')
  })
})
