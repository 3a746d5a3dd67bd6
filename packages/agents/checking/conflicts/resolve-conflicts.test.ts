import { describe, expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { estimateReliability, type Item } from './estimate-reliability.ts'
import { findEntities } from './find-entities.ts'
import { resolveConflicts } from './resolve-conflicts.ts'

const header = ['flight', 'site', 'departure', 'gate']
const sites = ['airline', 'airport', 'mirror', 'blog', 'forum']

/** Flights as reported by five sites; `wrong` sites report a different departure. */
function flights(wrong: (flight: number, site: number) => boolean): string[][] {
  return Array.from({ length: 30 }, (_, flight) =>
    sites.map((site, at) => [
      `LX${100 + flight}`,
      site,
      wrong(flight, at) ? `${10 + ((flight + at) % 9)}:05` : `${10 + (flight % 9)}:${20 + flight}`,
      `A${(flight * 7) % 23}`,
    ]),
  ).flat()
}

describe('findEntities', () => {
  it('finds the key, the source and the columns in which sources disagree', () => {
    const table = encodeTable(
      header,
      flights((flight, site) => site === 4 && flight % 2 === 0),
    )
    const found = findEntities(table).find(({ keyIndex }) => keyIndex === 0)
    expect(found).toMatchObject({ keyIndex: 0, sourceIndex: 1, pureColumns: [3] })
    expect(found?.determinedColumns.map(({ column }) => column)).toContain(2)
  })

  it('finds no conflicts where all sources agree', () => {
    const table = encodeTable(
      header,
      flights(() => false),
    )
    expect(findEntities(table).flatMap(({ determinedColumns: determined }) => determined)).toEqual([])
  })
})

describe('resolveConflicts', () => {
  it('repairs the claims of unreliable sources with the value of reliable ones', () => {
    const rows = flights((flight, site) => (site === 4 && flight % 2 === 0) || (site === 3 && flight % 3 === 0))
    const truth = flights(() => false)
    const { contradictions, evaluatedColumns } = resolveConflicts(encodeTable(header, rows))
    const differing = rows.flatMap((cells, row) => (cells[2] === truth[row]![2] ? [] : [row]))
    expect(contradictions.map(({ row }) => row).toSorted((a, b) => a - b)).toEqual(differing)
    for (const { row, column, keyIndex, sourceIndex, value, logOdds } of contradictions) {
      expect({ column, key: keyIndex, source: sourceIndex, value }).toEqual({
        column: 2,
        key: 0,
        source: 1,
        value: truth[row]![2],
      })
      expect(logOdds).toBeGreaterThan(0)
    }
    expect([...evaluatedColumns].toSorted()).toEqual([0, 1, 2, 3])
  })

  it('finds nothing in a table without entities', () => {
    const rows = Array.from({ length: 60 }, (_, row) => [String(row), `name ${row}`])
    expect(resolveConflicts(encodeTable(['id', 'name'], rows))).toEqual({
      contradictions: [],
      evaluatedColumns: new Set(),
    })
  })

  it('does not repair rows that disagree in most columns, because their key is wrong', () => {
    const names = ['town', 'code', 'region', 'mayor', 'river']
    const rows = Array.from({ length: 200 }, (_, row) => names.map((name) => `${name} ${row % 20}`))
    // A wrong key in one row, and wrong regions in every eighth row.
    rows[5] = ['town 6', ...rows[5]!.slice(1)]
    rows.forEach((cells, row) => {
      if (row % 8 === 3) cells[2] = `region ${(row * 7 + 3) % 20}`
      if (row % 8 === 6) cells[3] = `mayor ${(row * 3 + 5) % 20}`
      if (row % 8 === 1) cells[4] = `river ${(row * 9 + 4) % 20}`
    })
    const { contradictions } = resolveConflicts(encodeTable(names, rows))
    expect(contradictions.filter(({ row }) => row === 5)).toEqual([])
  })
})

describe('estimateReliability', () => {
  /** Claims by item: the value of each source, 0 for none. */
  const items = (claims: readonly (readonly number[])[]): Item[] =>
    claims.map((values) => ({
      column: 0,
      claims: values.flatMap((value, source) => (value === 0 ? [] : [{ row: 0, source, value }])),
    }))

  it('trusts sources that agree with others more than the majority of one item', () => {
    const agreed = Array.from({ length: 20 }, (_, at) => [1 + at, 1 + at, 1 + at, 100 + at, 200 + at])
    const { verdicts, reliability } = estimateReliability(items([...agreed, [7, 7, 0, 8, 8]]), 5)
    expect(verdicts.slice(0, 20).map((verdict) => verdict?.value)).toEqual(agreed.map(([value]) => value))
    expect(verdicts[20]).toMatchObject({ value: 7, agreeingCount: 2, claimCount: 4 })
    expect(reliability[0]).toBeGreaterThan(0.9)
    expect(reliability[4]).toBeLessThan(0.3)
  })

  it('has no verdict for an item without claims', () => {
    expect(estimateReliability(items([[]]), 1).verdicts).toEqual([undefined])
  })
})
