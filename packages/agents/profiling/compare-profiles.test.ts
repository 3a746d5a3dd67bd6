import { unsafeSql } from '@aw-flow/engine'
import { profileDriftSchema, type DriftFinding, type ProfileDrift } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { compareProfiles } from './compare-profiles.ts'
import { measureDistributionDistance } from './distribution-distance.ts'
import { profileTable } from './profile-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables(2)

let made = 0
const profile = async (columns: string, rows = 1_000) =>
  profileTable(
    tables,
    await tables.create(unsafeSql(`SELECT ${columns} FROM range(${rows}) t(i)`), { id: `drift${++made}` }),
  )
const drift = async (before: string, after: string, rows = 1_000): Promise<ProfileDrift> =>
  profileDriftSchema.parse(compareProfiles(await profile(before), await profile(after, rows)))
const kinds = ({ findings }: ProfileDrift): [DriftFinding['kind'], DriftFinding['severity'], string | undefined][] =>
  findings.map(({ kind, severity, column }) => [kind, severity, column])

describe('compareProfiles', () => {
  it('finds no drift in the same table, or in other rows with the same distribution', async () => {
    const same = `i AS id, hash(i) % 100 AS score, ['a', 'b', 'c'][1 + (i % 3)::INTEGER] AS kind`
    expect(await drift(same, same)).toEqual({ worst: 'none', findings: [] })
    const next = `i + 1000 AS id, hash(i + 5000) % 100 AS score, ['a', 'b', 'c'][1 + (hash(i) % 3)::INTEGER] AS kind`
    expect((await drift(same, next)).findings.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  it('finds columns that are missing, new, or of a different type or meaning', async () => {
    const found = await drift(
      `i AS id, 'x' AS gone, i AS typed, i || '@mail.org' AS contact`,
      `i AS id, 'x' AS new, 't' || i AS typed, 'https://a.org/' || i AS contact`,
    )
    expect(kinds(found)).toEqual([
      ['column-gone', 'error', 'gone'],
      ['type-changed', 'error', 'typed'],
      ['meaning-changed', 'warning', 'contact'],
      ['column-new', 'info', 'new'],
    ])
    expect(found.worst).toBe('error')
  })

  it('finds changes of nulls, ranges, values, keys and row counts', async () => {
    const found = await drift(
      `i % 50 AS score, ['a', 'b'][1 + (i % 2)::INTEGER] AS kind, 'k' || i AS code, i % 7 AS few`,
      `CASE WHEN i % 4 = 0 THEN NULL WHEN i = 1 THEN -900 ELSE i % 50 END AS score, ['a', 'z'][1 + (i % 2)::INTEGER] AS kind, 'k' || i % 90 AS code, i % 7 AS few`,
      100,
    )
    expect(kinds(found).filter(([kind]) => kind !== 'distribution-changed')).toEqual([
      ['rows', 'warning', undefined],
      ['nulls-changed', 'warning', 'score'],
      ['range-changed', 'warning', 'score'],
      ['new-values', 'warning', 'kind'],
      ['no-longer-unique', 'warning', 'code'],
      ['values-gone', 'info', 'kind'],
    ])
    expect(found.findings.find(({ kind }) => kind === 'new-values')).toMatchObject({
      values: ['z'],
      message: { code: 'profile.drift-new-values', params: { column: 'kind', values: ['z'] } },
    })
    expect((await drift('i AS a', 'i AS a', 0)).worst).toBe('error')
  })

  it('measures how far a distribution has shifted', async () => {
    const moved = await drift('i % 100 AS num1', '50 + (i % 50) AS num1')
    expect(moved.findings).toMatchObject([{ kind: 'distribution-changed', severity: 'warning', column: 'num1' }])
    expect(moved.findings[0]!.psi).toBeGreaterThan(0.25)
    const even = {
      kind: 'values',
      counts: [
        { value: 'a', count: 50 },
        { value: 'b', count: 50 },
      ],
    } as const
    const other = { kind: 'values', counts: [{ value: 'c', count: 9 }] } as const
    expect(measureDistributionDistance(even, even)).toEqual({ psi: 0, jensenShannon: 0 })
    expect(measureDistributionDistance(even, other).jensenShannon).toBe(1)
  })
})
