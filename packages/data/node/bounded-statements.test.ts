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
const query = async (statement: string): Promise<unknown[]> => {
  const { table } = await tables.query(statement, { inputs: { input }, id: `q${++count}`, limitMs: 20_000 })
  return tables.rows(unsafeSql(`SELECT * FROM "aw ${table.id}"`))
}

const patterns = [
  'a%b%c', 'A%B%', '_%_%_', '%_a%_', 'a_b%c%', '%ö%E%', 'a.b\\%c%', '%%a%%b%', '%_%', 'a%', '%[%]%', '', '%(a|b)%c%', 'ab_%c%',
] // oxfmt-ignore

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

  it('compares texts up to a length', async () => {
    expect(await query(`SELECT levenshtein('kitten', 'sitting') AS l, damerau_levenshtein('ab', 'ba') AS d`)).toEqual([
      { l: 3, d: 1 },
    ])
    await expect(query(`SELECT levenshtein(repeat('a', 1000), repeat('b', 1000)) AS l`)).rejects.toMatchObject({
      problem: { code: 'sql.input', params: { reason: expect.stringContaining('levenshtein would take too long') } },
    })
  })
})
