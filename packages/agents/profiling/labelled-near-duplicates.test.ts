import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { splitOf } from '../../../test/labels/split-of.ts'
import { findNearDuplicateRows } from './find-near-duplicate-rows.ts'

/** A register of shops and people with near-duplicates; `same` lists the pairs of rows, counted from 0. */
interface Register {
  columns: string[]
  same: [number, number][]
  rows: (string | null)[][]
}
const register = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../test/labels/near-duplicates/registry.json', import.meta.url)), 'utf8'),
) as Register

const keyOf = ([a, b]: readonly [number, number]): string => `${Math.min(a, b)} ${Math.max(a, b)}`

it('finds the labeled near-duplicates', async ({ annotate }) => {
  expect(register.rows.length).toBeGreaterThanOrEqual(500)
  const found = new Set(findNearDuplicateRows(register.rows).map(({ rows }) => keyOf(rows)))
  const same = new Set(register.same.map(keyOf))
  for (const half of ['tune', 'judge'] as const) {
    const inHalf = (key: string): boolean => splitOf(key) === half
    const [reported, labeled] = [[...found].filter(inHalf), [...same].filter(inHalf)]
    const precision = reported.filter((key) => same.has(key)).length / reported.length
    const recall = labeled.filter((key) => found.has(key)).length / labeled.length
    await annotate(
      `near-duplicates, ${half}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} of ${labeled.length} pairs`,
    )
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.85)
  }
})

it('does not depend on the order of the rows', () => {
  const some = register.rows.slice(0, 120)
  const text = (rows: readonly (readonly (string | null)[])[], pair: readonly [number, number]): string =>
    [rows[pair[0]], rows[pair[1]]]
      .map((row) => JSON.stringify(row))
      .toSorted()
      .join(' = ')
  const turned = some.toReversed()
  expect(
    findNearDuplicateRows(turned)
      .map(({ rows }) => text(turned, rows))
      .toSorted(),
  ).toEqual(
    findNearDuplicateRows(some)
      .map(({ rows }) => text(some, rows))
      .toSorted(),
  )
})
