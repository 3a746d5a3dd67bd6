import { renderMessages } from '../../../test/render-messages.ts'
import { openDuckDb } from '@aw-flow/data/node'
import {
  compileExpression,
  compileRowExpression,
  quoteIdentifier,
  RowExpressionError,
  sql,
  tableName,
  type Expression,
  type Scalar,
  type Tables,
} from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { createTable } from './test-tables.ts'
import cases from './row-expression.cases.json' with { type: 'json' }

let tables: Tables
let cells: TableRef
let rows: Record<string, Scalar>[]
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  const numbers = ['1', '0', '-2.5', '3', '1e10', '0.1', 'NULL', '7', '-0.5', '100']
  const texts = [`'abc'`, `''`, `'Ärger'`, `'a b  c '`, `'日本 語'`, `'12.5'`, 'NULL', `'x-y-z'`, `'ABC'`, `'😀a'`]
  const values = Array.from({ length: 60 }, (_, n) => {
    const at = <T>(list: readonly T[], step: number): T => list[(n * step + (n >> 3)) % list.length]!
    const flag = at(['TRUE', 'FALSE', 'NULL'], 1)
    const day = n % 7 === 0 ? 'NULL' : `'2026-0${1 + (n % 9)}-1${n % 9}'`
    return `(${at(numbers, 1)}, ${at(numbers, 3)}, ${n % 5 === 0 ? 'NULL' : n}, ${at(texts, 1)}, ${at(texts, 7)}, ${flag}, ${day})`
  })
  cells = await createTable(
    tables,
    'dbl1 DOUBLE, dbl2 DOUBLE, num1 BIGINT, txt1 VARCHAR, txt2 VARCHAR, flag1 BOOLEAN, day1 DATE',
    values.join(','),
  )
  rows = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(cells.id))} ORDER BY rowid`)
})
afterAll(() => tables.close())

const jsonataFails = Symbol('JSONata fails')

/** Returns the result of JSONata itself for a row: an empty cell is a missing value. */
async function byJsonata(expression: Expression, row: Record<string, Scalar>): Promise<unknown> {
  const presentCells = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
  try {
    return (await expression.evaluate(presentCells, { now: 0, seed: 1 })) ?? null
  } catch {
    return jsonataFails
  }
}

async function bySql(text: string, table = cells): Promise<Scalar[]> {
  const { value } = compileRowExpression(text, table.columns)
  const found = await tables.rows(sql`SELECT ${value} AS v FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
  return found.map(({ v }) => v ?? null)
}

const compare = (text: string): Promise<void> => compareOver(text, cells, rows)

async function compareOver(text: string, table: TableRef, given: typeof rows): Promise<void> {
  const ours = await bySql(text, table)
  const expression = compileExpression(text)
  for (const [index, row] of given.entries()) {
    const theirs = await byJsonata(expression, row)
    if (theirs === jsonataFails) continue
    if (!Object.is(ours[index], theirs)) expect({ text, row, value: ours[index] }).toEqual({ text, row, value: theirs })
  }
}

describe('an expression over cells has the result of JSONata', () => {
  it.each(cases.equalToJsonata)('%s', compare)

  it('for random expressions', async () => {
    const numberLeaf = fc.constantFrom('dbl1', 'dbl2', 'num1', '2', '0.5')
    const textLeaf = fc.constantFrom('txt1', 'txt2', '"b"', '""')
    const { any } = fc.letrec<{ number: string; text: string; flag: string; any: string }>((tie) => ({
      number: fc.oneof(
        { maxDepth: 4 },
        numberLeaf,
        fc.tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number')).map(([a, by, b]) => `(${a} ${by} ${b})`),
        fc.tuple(tie('flag'), tie('number'), tie('number')).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
        tie('text').map((a) => `$length(${a})`),
        tie('number').map((a) => `$abs(${a})`),
        fc.tuple(tie('number'), tie('number')).map(([a, b]) => `$max([${a}, ${b}])`),
      ),
      text: fc.oneof(
        { maxDepth: 4 },
        textLeaf,
        fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} & ${b})`),
        tie('text').map((a) => `$trim(${a})`),
        tie('text').map((a) => `$substring(${a}, 1, 3)`),
        fc.tuple(tie('flag'), tie('text'), tie('text')).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
      ),
      flag: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('flag1', 'true'),
        fc
          .tuple(tie('number'), fc.constantFrom('<', '>=', '=', '!='), tie('number'))
          .map(([a, by, b]) => `(${a} ${by} ${b})`),
        fc
          .tuple(tie('text'), fc.constantFrom('<=', '>', '=', '!='), tie('text'))
          .map(([a, by, b]) => `(${a} ${by} ${b})`),
        fc.tuple(tie('flag'), fc.constantFrom('and', 'or'), tie('flag')).map(([a, by, b]) => `(${a} ${by} ${b})`),
        tie('flag').map((a) => `$not(${a})`),
        tie('text').map((a) => `$contains(${a}, "a")`),
        tie('number').map((a) => `$exists(${a})`),
      ),
      any: fc.oneof(tie('number'), tie('text'), tie('flag')),
    }))
    await fc.assert(fc.asyncProperty(any, compare), { seed, numRuns: sizes.databaseRuns * 3 })
  })
})

describe('NaN and infinities', () => {
  it.each([
    ...['>', '>=', '<', '<=', '=', '!='].flatMap((by) => [`dbl1 ${by} 3`, `3 ${by} dbl1`, `dbl1 ${by} dbl2`]),
    'dbl1 in [1, dbl2]',
    'dbl1 ? "yes" : "no"',
    '$boolean(dbl1)',
    '$not(dbl1)',
    '$not(dbl1 > 3)',
    '$exists(dbl1)',
    '$min([dbl1, 1]) > 0',
    '$max([dbl1, 1]) > 0',
    '(dbl1 > 3) = (dbl2 > 3)',
    '"x" & dbl1',
    'dbl1 > 3 and dbl2 < 3',
  ])('is neither more nor less than a different value, nor true: %s', async (text) => {
    const odd = ["'NaN'", "'Infinity'", "'-Infinity'", "'5'", "'0'", 'NULL']
    const pairs = odd.flatMap((one) => odd.map((two) => `(${one}, ${two})`))
    const table = await createTable(tables, 'dbl1 DOUBLE, dbl2 DOUBLE', pairs.join(','))
    const found = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
    await compareOver(text, table, found)
  })
})

describe('an expression over cells', () => {
  it('determines its type and the columns that it reads without reading a row', () => {
    const describeExpression = (text: string) => {
      const { type, columnNames } = compileRowExpression(text, cells.columns)
      return [type, ...columnNames]
    }
    expect(describeExpression('num1')).toEqual(['BIGINT', 'num1'])
    expect(describeExpression('num1 + dbl1')).toEqual(['DOUBLE', 'num1', 'dbl1'])
    expect(describeExpression('txt1 & 1')).toEqual(['VARCHAR', 'txt1'])
    expect(describeExpression('day1 = "2026-01-11"')).toEqual(['BOOLEAN', 'day1'])
  })

  it.each(cases.refused)('refuses %s', (text, message) => {
    const compile = () => compileRowExpression(text, cells.columns)
    expect(compile).toThrow(RowExpressionError)
    try {
      compile()
    } catch (cause) {
      expect(renderMessages((cause as RowExpressionError).text)).toContain(message)
    }
  })

  it('never fails for a row, and never returns NaN or infinities', async () => {
    for (const text of [
      'dbl1 / 0',
      '0 / 0',
      '$sqrt(-1 - $abs(dbl1))',
      'dbl1 * 1e300 * 1e300',
      '$number("x")',
      'num1 % 0',
    ]) {
      expect((await bySql(text)).every((value) => value === null || value === 0)).toBe(true)
    }
  })

  it('keeps the digits of integers', async () => {
    const id = '8202522731445525542'
    const table = await createTable(
      tables,
      'id BIGINT, other UBIGINT, txt VARCHAR, huge HUGEINT',
      `(${id}, ${id}, '${id}', -${id}), (8202522731445525543, ${id}, 'x', NULL), (7, NULL, NULL, 1)`,
    )
    expect(await bySql(`id = ${id}`, table)).toEqual([true, false, false])
    expect(await bySql(`id != ${id}`, table)).toEqual([false, true, true])
    expect(await bySql(`id > ${id}`, table)).toEqual([false, true, false])
    expect(await bySql('id = other', table)).toEqual([true, false, false])
    expect(await bySql('other < id', table)).toEqual([false, true, null])
    expect(await bySql(`txt = ${id}`, table)).toEqual([true, false, false])
    expect(await bySql(`huge = -${id}`, table)).toEqual([true, false, false])
    expect(await bySql(`id in [7, 8202522731445525543]`, table)).toEqual([false, true, true])
    expect(await bySql(`txt & ${id}`, table)).toEqual([`${id}${id}`, `x${id}`, id])
    expect(await bySql(id, table)).toEqual([BigInt(id), BigInt(id), BigInt(id)])
    expect(await bySql('id = 7.5 or id > 8202522731445525542000', table)).toEqual([false, false, false])
  })

  it('is bounded', () => {
    expect(() => compileRowExpression(Array.from({ length: 20_000 }, () => 'dbl1').join(' + '), cells.columns)).toThrow(
      RowExpressionError,
    )
  })
})
