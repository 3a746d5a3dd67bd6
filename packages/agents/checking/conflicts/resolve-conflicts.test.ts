import { describe, expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { estimateReliability, type Item } from './estimate-reliability.ts'
import { findSourcedEntities } from './find-sources.ts'
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
      wrong(flight + 1, at) ? `B${(flight * 5 + at) % 29}` : `A${(flight * 7) % 23}`,
    ]),
  ).flat()
}

describe('findSourcedEntities', () => {
  const isWrong = (flight: number, site: number): boolean => site === 4 && flight % 2 === 0

  it('finds the key, the source and the columns in which sources disagree', () => {
    const [found] = findSourcedEntities(encodeTable(header, flights(isWrong)))
    expect(found).toMatchObject({ keyIndex: 0, sourceIndex: 1 })
    expect(found?.determinedColumns.map(({ column }) => column)).toEqual([2, 3])
  })

  it('finds nothing where all sources agree, or only one column contradicts', () => {
    expect(
      findSourcedEntities(
        encodeTable(
          header,
          flights(() => false),
        ),
      ),
    ).toEqual([])
    const rows = flights(isWrong).map((row) => [...row.slice(0, 3), `A${row[0]}`])
    expect(findSourcedEntities(encodeTable(header, rows))).toEqual([])
    const copies = flights(isWrong).map((row) => [...row.slice(0, 3), `at ${row[2]}`])
    expect(findSourcedEntities(encodeTable(header, copies))).toEqual([])
  })

  it('finds no source in the tests of subjects, whose results differ legitimately', () => {
    const rows = Array.from({ length: 120 }, (_, row) => {
      const [subject, test] = [Math.floor(row / 4), ['sodium', 'iron', 'glucose', 'zinc'][row % 4] as string]
      return [`S${subject}`, test, `${test} unit`, String((subject * 31 + row * 17) % 97), String((row * 7) % 89)]
    })
    expect(findSourcedEntities(encodeTable(['subject', 'test', 'unit', 'result', 'limit'], rows))).toEqual([])
  })
})

describe('resolveConflicts', () => {
  it('repairs the claims of unreliable sources with the value of reliable ones', () => {
    const rows = flights((flight, site) => (site === 4 && flight % 2 === 0) || (site === 3 && flight % 3 === 0))
    const truth = flights(() => false)
    const { contradictions, evaluatedColumns } = resolveConflicts(encodeTable(header, rows))
    const differing = [2, 3].flatMap((column) =>
      rows.flatMap((cells, row) => (cells[column] === truth[row]![column] ? [] : [`${column} ${row}`])),
    )
    expect(contradictions.map(({ column, row }) => `${column} ${row}`).toSorted()).toEqual(differing.toSorted())
    for (const { row, column, keyIndex, value, logOdds } of contradictions) {
      expect({ column, key: keyIndex, value }).toEqual({
        column,
        key: 0,
        value: truth[row]![column],
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
