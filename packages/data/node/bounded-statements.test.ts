import { unsafeSql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckDb } from './open-duckdb.ts'

let tables: Tables
let input: TableRef
beforeAll(async () => {
  tables = await openDuckDb({ threads: 2 })
  const texts = ['abc', 'aXbXc', 'a\nb_c%', '', 'Größe', 'GRÖSSE', 'a.b\\c', '%', '_', 'aab', 'ab🙂c', null]
  const values = texts.map((text) => (text === null ? '(NULL)' : `('${text}')`)).join(', ')
  input = await tables.create(unsafeSql(`SELECT t, t AS u FROM (VALUES ${values}) AS v(t)`), { id: 'input' })
})
afterAll(() => tables.close())

let count = 0
const query = async (statement: string, maxMs = 20_000): Promise<unknown[]> => {
  const { table } = await tables.query(statement, { inputs: { input }, id: `q${++count}`, timeoutMs: maxMs })
  return tables.rows(unsafeSql(`SELECT * FROM "aw ${table.id}"`))
}

const patterns = [
  'a%b%c', 'A%B%', '_%_%_', '%_a%_', 'a_b%c%', '%ö%E%', 'a.b\\%c%', '%%a%%b%', '%_%', 'a%', '%[%]%', '', '%(a|b)%c%', 'ab_%c%',
] // oxfmt-ignore

/** Time limit of statements on long texts, in ms. Each test has ten times as long to reach its state. */
const limitMs = 3_000

describe('bounded statements', () => {
  it.each(['LIKE', 'NOT LIKE', 'ILIKE', 'NOT ILIKE'])('%s has the same result as in DuckDB', async (operator) => {
    const list = patterns.map((pattern) => `('${pattern}')`).join(', ')
    const native = unsafeSql(`SELECT t, p, t ${operator} p AS r FROM "aw input", (VALUES ${list}) AS v(p) ORDER BY ALL`)
    const expected = await tables.rows(native)
    const dynamic = `SELECT t, p, t ${operator} p AS r FROM input, (VALUES ${list}) AS v(p) ORDER BY ALL`
    expect(await query(dynamic)).toEqual(expected)
    const literals = patterns.map(
      (pattern) => `SELECT t, '${pattern}' AS p, t ${operator} '${pattern}' AS r FROM input`,
    )
    expect(await query(`SELECT * FROM (${literals.join(' UNION ALL ')}) ORDER BY ALL`)).toEqual(expected)
  })

  it('keeps GLOB, ESCAPE and the choice of columns by name', async () => {
    expect(await query(`SELECT 'a/b/c.csv' GLOB '*/*/*.csv' AS g, 'a_b' LIKE 'a$_%b' ESCAPE '$' AS e`)).toEqual([
      { g: true, e: true },
    ])
    const columns = 'SELECT * LIKE \'%u%y_%\' FROM (SELECT t, u AS "uxyz" FROM input) LIMIT 1'
    expect(Object.keys((await query(columns))[0]!)).toEqual(['uxyz'])
  })

  it.each([
    [`levenshtein(repeat('ab', 30000), repeat('ab', 30000)) + 1`, 'sql.input'],
    [`damerau_levenshtein(repeat('ab', 30000), repeat('ab', 30000)) + 1`, 'sql.input'],
    [`strlen(CAST(editdist3(repeat('ab', 30000), repeat('ab', 30000)) AS VARCHAR))`, 'sql.input'],
    [`strlen(repeat('a', 1000000000)) + 1`, 'sql.too-large'],
    [`len(generate_series(1000000000)) + 1`, 'sql.input'],
  ])('refuses %s, which DuckDB would compute while it binds the statement', async (expression, code) => {
    await expect(query(`SELECT ${expression} AS n`, limitMs)).rejects.toMatchObject({ problem: { code } })
  })

  it.each(['SELECT 1), other AS (SELECT 2', 'SELECT 1) SELECT 2 FROM (SELECT 3', '-- nothing'])(
    'refuses %j, which is no single SELECT',
    async (statement) => {
      await expect(query(statement)).rejects.toMatchObject({
        problem: { code: expect.stringMatching(/^sql\.syntax/) as string },
      })
    },
  )

  it('joins many values and nests functions', async () => {
    const joined = Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? 't' : `${index}`)).join(' || ')
    expect((await query(`SELECT strlen(${joined}) AS n FROM input WHERE t = 'abc'`))[0]).toEqual({ n: 828 })
    expect(await query(`SELECT t || u || NULL || ${Array(12).fill('t').join(' || ')} AS n FROM input LIMIT 1`)).toEqual(
      [{ n: null }],
    )
    const cleaned = `${'replace('.repeat(30)}t${", ',', '')".repeat(30)}`
    expect(await query(`SELECT ${cleaned} AS n FROM input WHERE t = 'abc'`)).toEqual([{ n: 'abc' }])
    await expect(
      query(`SELECT ${'replace('.repeat(30)}t${", 'a', u)".repeat(30)} AS n FROM input`),
    ).rejects.toMatchObject({
      problem: { code: 'sql.too-deep' },
    })
    await expect(
      query(`SELECT ${Array(20).fill("repeat(t || 'x', 100000)").join(' || ')} AS n FROM input`),
    ).rejects.toMatchObject({ problem: { code: 'sql.input' } })
  })

  // Regression: lists of times were rejected, because the arguments were converted to numbers.
  it.each(['generate_series', 'range'])('%s lists times, and rejects long lists', async (call) => {
    const days = `${call}(DATE '2024-01-30', TIMESTAMP '2024-02-02', INTERVAL 1 DAY)`
    const [{ n }] = (await query(`SELECT len(${days}) AS n`)) as [{ n: number }]
    expect(n).toBe(call === 'range' ? 3 : 4)
    const zoned = `${call}(TIMESTAMPTZ '2024-02-02 00:00:00+00', TIMESTAMPTZ '2024-01-30 00:00:00+00', INTERVAL (-12) HOUR)`
    expect(await query(`SELECT len(${zoned}) AS n`)).toEqual([{ n: call === 'range' ? 6 : 7 }])
    for (const bounds of [
      `TIMESTAMP '0001-01-01', TIMESTAMP '9999-01-01', INTERVAL 1 microsecond`,
      `TIMESTAMP '2024-01-02', TIMESTAMP '2023-12-01', INTERVAL (-1) SECOND`,
      '0, 1000000000, 1',
      '1000000000, 0, -1',
    ]) {
      await expect(query(`SELECT len(${call}(${bounds})) + 1 AS n`)).rejects.toMatchObject({
        problem: { code: 'sql.input', params: { reason: expect.stringContaining('too large') } },
      })
    }
  })

  const wildcards = "'%_a%_a%_a%_a%_a%_b'"
  it.each([
    ['LIKE', `LIKE ${wildcards}`],
    ['NOT LIKE', `NOT LIKE ${wildcards}`],
    ['ILIKE', `ILIKE ${wildcards}`],
    ['NOT ILIKE', `NOT ILIKE ${wildcards}`],
    ['LIKE with a pattern of each row', `LIKE (${wildcards} || i)`],
  ])('%s matches a long text in linear time', { timeout: 10 * limitMs }, async (_, condition) => {
    const statement = `SELECT count(*) AS n FROM range(1) t(i) WHERE (repeat('a', 100000) || i) ${condition}`
    expect(await query(statement, limitMs)).toEqual([{ n: condition.startsWith('NOT') ? 1 : 0 }])
  })

  it(
    'LIKE on many long texts ends at its limit, and other statements continue',
    { timeout: 10 * limitMs },
    async () => {
      const statement = `SELECT count(*) AS n FROM range(100000) t(i) WHERE (repeat('a', 100000) || i) LIKE ${wildcards}`
      await expect(query(statement, limitMs / 3)).rejects.toMatchObject({ problem: { code: 'sql.out-of-time' } })
      expect(await query('SELECT 1 AS a')).toEqual([{ a: 1 }])
    },
  )

  it.each([
    ['GLOB', "GLOB '*a*a*a*a*b'"],
    ['LIKE with ESCAPE', "LIKE '%a%a%a%a%b' ESCAPE '$'"],
    ['NOT LIKE with ESCAPE', "NOT LIKE '%a%a%a%a%b' ESCAPE '$'"],
    ['ILIKE with ESCAPE', "ILIKE '%a%a%a%a%b' ESCAPE '$'"],
    ['NOT ILIKE with ESCAPE', "NOT ILIKE '%a%a%a%a%b' ESCAPE '$'"],
  ])('%s rejects a long text before it is matched', { timeout: 10 * limitMs }, async (_, condition) => {
    const select = (length: number): string => `SELECT repeat('a', ${length}) ${condition} AS a`
    await expect(query(select(100_000), limitMs)).rejects.toMatchObject({
      problem: { code: 'sql.input', params: { reason: expect.stringContaining('would take too long') } },
    })
    expect(await query(select(10))).toEqual([{ a: condition.startsWith('NOT') }])
  })

  it('compares texts with little memory outside the limit of DuckDB', { timeout: 10 * limitMs }, async () => {
    await query(`SELECT damerau_levenshtein('ab', 'ba') AS d`)
    const before = process.resourceUsage().maxRSS
    for (const call of ['levenshtein', 'damerau_levenshtein']) {
      // DuckDB would compare them with a matrix of 800 MB.
      const long = `SELECT ${call}(repeat('ab', 5000), repeat('ba', 5000)) AS d`
      await expect(query(long, limitMs)).rejects.toMatchObject({ problem: { code: 'sql.input' } })
      const rows = `SELECT max(${call}(repeat('ab', 100) || i, repeat('ba', 99))) AS d FROM range(10) t(i)`
      expect(await query(rows, limitMs)).toEqual([{ d: 3 }])
    }
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(100)
  })

  it.each(['jaro_similarity', 'jaro_winkler_similarity'])('%s rejects long texts', async (call) => {
    for (const threshold of ['', ', 0.5']) {
      const select = (length: number): string =>
        `SELECT ${call}(repeat('ab', ${length}), repeat('ba', ${length})${threshold}) > 0.5 AS s`
      await expect(query(select(10_000))).rejects.toMatchObject({
        problem: { code: 'sql.input', params: { reason: expect.stringContaining(`${call} would take too long`) } },
      })
      expect(await query(select(100))).toEqual([{ s: true }])
    }
  })

  it('compares texts up to a length', async () => {
    expect(await query(`SELECT levenshtein('kitten', 'sitting') AS l, damerau_levenshtein('ab', 'ba') AS d`)).toEqual([
      { l: 3, d: 1 },
    ])
    await expect(query(`SELECT levenshtein(repeat('a', 1000), repeat('b', 1000)) AS l`)).rejects.toMatchObject({
      problem: { code: 'sql.input', params: { reason: expect.stringContaining('levenshtein would take too long') } },
    })
  })
})
