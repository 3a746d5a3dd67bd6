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
  it.each([
    'dbl1',
    '`txt1`',
    '$.dbl1 + 1',
    'dbl1 + dbl2 * 2 - num1',
    '-dbl1',
    'dbl1 / dbl2',
    'num1 % 7',
    'dbl1 < dbl2',
    'txt1 >= txt2',
    'dbl1 = dbl2',
    'dbl1 != dbl2',
    'dbl1 = txt1',
    'dbl1 != txt1',
    'flag1 and dbl1 > 0',
    'flag1 or txt1',
    'txt1 & "-" & txt2',
    'num1 & " of " & flag1',
    '"x" & dbl1',
    'dbl1 > 0 ? "up" : "down"',
    'flag1 ? txt1',
    'dbl1 > 0 ? num1 : null',
    'txt1 in ["abc", "ABC", txt2]',
    'num1 in [1, 2, dbl1]',
    'dbl1 in 3',
    '$exists(txt1)',
    '$not(flag1)',
    '$not(txt1)',
    '$boolean(dbl1)',
    '$boolean(txt1)',
    '$string(num1)',
    '$string(flag1)',
    '$number(txt1)',
    '$number(flag1)',
    '$length(txt1)',
    '$substring(txt1, 1)',
    '$substring(txt1, 1, 2)',
    '$substring(txt1, -2)',
    '$substring(txt1, -20, 3)',
    '$substring(txt1, -3, 2)',
    '$substring(txt1, 2, 0)',
    '$substringBefore(txt1, "-")',
    '$substringAfter(txt1, "-")',
    '$uppercase(txt1)',
    '$lowercase(txt1)',
    '$trim(txt1)',
    '$pad(txt1, 6)',
    '$pad(txt1, -6, "#")',
    '$contains(txt1, "a")',
    '$contains(txt1, txt2)',
    '$contains(txt1, /^a.*c/i)',
    '$contains(txt1, /\\d+/)',
    '$replace(txt1, "-", "+")',
    '$replace(txt1, /([a-z])-/, "<$1>")',
    '$join([txt1, txt2, "!"], "/")',
    '$join([txt1, txt2])',
    '$abs(dbl1)',
    '$floor(dbl1)',
    '$ceil(dbl1)',
    '$round(dbl1)',
    '$round(num1, -1)',
    '$round(num1 / 8, 1)',
    '$sqrt(dbl1)',
    '$sum([dbl1, dbl2, 1])',
    '$max([dbl1, num1])',
    '$min([dbl1, num1])',
    '$average([dbl1, dbl2])',
    '(dbl1; num1)',
    '($x := dbl1 + 1; $x * $x)',
    'txt1 ~> $uppercase() ~> $trim',
    'dbl1 ?: 5',
    'dbl1 ?? 5',
    'day1',
    '$substring(day1, 0, 4) = "2026"',
    '$number($substring(day1, 5, 2)) + 1',
  ])('%s', compare)

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

  it.each([
    ['', 'empty'],
    ['dbl1 +', 'ends unexpectedly'],
    ['nothing', '`nothing` does not exist'],
    ['dbl1 + txt1', 'needs a number, but got text'],
    ['dbl1 < txt1', 'needs a number, but got text'],
    ['flag1 > true', 'compares numbers or text'],
    ['{"a": dbl1}', 'Objects'],
    ['[dbl1]', 'a list, which cannot be the value of a cell'],
    ['dbl1[0]', 'column name alone'],
    ['a.b', 'column name alone'],
    ['*', 'is not available in row expressions'],
    ['$', 'whole row'],
    ['$x', '`$x` does not exist'],
    ['function($x) { $x }', 'function'],
    ['$map([dbl1], $abs)', '`$map` is not available'],
    ['$random()', '`$random` is not available'],
    ['$eval("1")', '`$eval` is not available'],
    ['txt1 = null', '$not($exists'],
    ['flag1 ? 1 : "a"', 'Convert them to the same type'],
    ['$substring(txt1, num1)', 'integer literal'],
    ['$length()', 'takes 1 argument, but got 0'],
    ['$contains(txt1, /(?=a)/)', 'pattern'],
    ['$constructor(txt1)', 'is not available'],
  ])('refuses %s', (text, message) => {
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
