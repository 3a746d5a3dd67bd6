import fc from 'fast-check'
import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseFilter } from '../../packages/editor/forms/filter/parse-filter.ts'
import { filterNode } from '../../packages/nodes/tables/filter.ts'
import { seed, selectEvery, sizes } from '../sizes.ts'
import { createTable, runTable } from '../../packages/nodes/tables/test-tables.ts'

let tables: Tables
let table: TableRef
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
  table = await createTable(
    tables,
    'id1 BIGINT, num1 DOUBLE, int1 INTEGER, txt1 VARCHAR, day1 DATE, at1 TIMESTAMP, yes1 BOOLEAN',
    `(1, 2.5, 3, 'b', '2024-01-05', '2024-01-05 00:00:00', TRUE), (2, NULL, 0, 'A', '2024-01-20', '2024-01-05 10:30:00', FALSE),
     (3, -1, NULL, '', '2024-02-01', NULL, NULL), (4, 0, -3, 'a.b', NULL, '2024-01-05 10:30:00.5', TRUE),
     (5, 1e21, 7, NULL, '2023-12-31', '2023-12-31 23:59:59', FALSE)`,
  )
})
afterAll(() => tables.close())

const findRows = async (settings: object): Promise<unknown[]> =>
  (await runTable(filterNode, tables, { table }, settings)).rows.table!.map(([id]) => id)

const numbers = ['0', '2.5', '-3', '1e21']
const texts = ['""', '"b"', '"A"', '"a.b"']
const days = ['"2024-01-05"', '"2024-02-01"']
const moments = [...days, '"2024-01-05 10:30:00"']
const operators = ['=', '!=', '<', '<=', '>', '>=']
const compare = (columns: string[], values: string[]): string[] =>
  columns.flatMap((column) =>
    operators.flatMap((operator) =>
      values.flatMap((value) => [`${column} ${operator} ${value}`, `${value} ${operator} ${column}`]),
    ),
  )
const comparisons = [
  ...compare(['num1', 'int1'], numbers),
  ...compare(['txt1'], texts),
  ...compare(['day1'], days),
  ...compare(['at1'], moments),
  'yes1',
  'yes1 = true',
  'yes1 != false',
  'num1 in [0, 2.5]',
  'txt1 in ["A", ""]',
  '$exists(txt1)',
  '$exists(num1)',
  '$contains(txt1, "b")',
  '$contains(txt1, /^a/)',
  '$contains(txt1, /\\.b$/)',
  '$contains(txt1, /^[ab]/)',
]
const all = [...comparisons, ...comparisons.map((comparison) => `$not(${comparison})`)]

it('opens each comparison as conditions that match the same rows, or rejects it', async () => {
  let opened = 0
  const selected = selectEvery(all, sizes.filterEveryNth)
  for (const expression of selected) {
    const parsed = parseFilter(expression, table.columns)
    if ('rejected' in parsed) continue
    opened++
    expect(await findRows(parsed.filter), expression).toEqual(await findRows({ expression }))
  }
  expect(opened).toBeGreaterThan(selected.length / 2)
})

it('opens nested groups as conditions that match the same rows', async () => {
  const leaf = fc.constantFrom(...all.filter((expression) => 'filter' in parseFilter(expression, table.columns)))
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree'), fc.boolean())
        .map(([left, word, right, isWrapped]) =>
          isWrapped ? `(${left} ${word} ${right})` : `${left} ${word} ${right}`,
        ),
    ),
  }))
  await fc.assert(
    fc.asyncProperty(tree, async (expression) => {
      const parsed = parseFilter(expression, table.columns)
      if ('rejected' in parsed) throw new Error(`rejected: ${parsed.rejected}`)
      expect(await findRows(parsed.filter)).toEqual(await findRows({ expression }))
    }),
    { seed, numRuns: sizes.propertyRuns },
  )
})
