import { expect, it } from 'vitest'
import { groupByCode } from '../dependencies/group-rows.ts'
import { encodeTable, type EncodedColumn } from '../encoded-table.ts'
import { measureViolations } from './measure-violations.ts'

/** Measures twenty towns with thirty rows each. */
function patternOf(regionOf: (town: number, row: number) => string) {
  const rows = Array.from({ length: 600 }, (_, row) => [`town ${row % 20}`, regionOf(row % 20, Math.floor(row / 20))])
  const [key, column] = encodeTable(['town', 'region'], rows).columns as [EncodedColumn, EncodedColumn]
  const groups = Int32Array.from(key.values, (_, code) => code - 1)
  return measureViolations(groupByCode(key, rows.length, groups, key.values.length - 1), column)
}

it('is about 1 for values of other groups at random', () => {
  const { dispersion, repetition } = patternOf((town, row) =>
    (town * 31 + row * 17) % 7 === 0 ? `r${(town * 3 + row) % 20}` : `r${town}`,
  )
  expect(dispersion).toBeLessThan(1.5)
  expect(repetition).toBeLessThan(1.5)
})

it('is greater where some groups have most violations, and where a minority value repeats within its group', () => {
  expect(
    patternOf((town, row) => (town < 5 && row % 2 === 0 ? `r${(town + row) % 20}` : `r${town}`)).dispersion,
  ).toBeGreaterThan(5)
  expect(patternOf((town, row) => (row % 7 === 0 ? `rural ${town}` : `r${town}`)).repetition).toBeGreaterThan(5)
})
