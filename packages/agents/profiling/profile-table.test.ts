import { unsafeSql } from '@aw-flow/engine'
import { tableProfileSchema, type ColumnProfile } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { makeTable } from '../preparing/test-table.ts'
import { deepProfile } from './deep/deep-profile.ts'
import { profileTable } from './profile-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables(2)

const made = (id: string, select: string) => tables.create(unsafeSql(select), { id })
const byName = (columns: readonly ColumnProfile[]) => Object.fromEntries(columns.map((column) => [column.name, column]))

describe('profileTable', () => {
  it('has finite numbers for the largest numbers', async () => {
    const table = await makeTable(
      tables,
      'largest',
      ['num1 DOUBLE'],
      [[Number.MAX_VALUE], [Number.MAX_VALUE], [Number.MAX_VALUE / 2]],
    )
    const profile = await profileTable(tables, table)
    expect(tableProfileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile)
  })

  it('counts small tables exactly, in the shape of its schema', async () => {
    const table = await makeTable(
      tables,
      'small',
      ['num1 DOUBLE', 'txt1 VARCHAR', 'day1 DATE', 'yes1 BOOLEAN'],
      [
        [1, 'a', '2026-01-01', true],
        [2.5, ' b', '2026-01-02', true],
        [Number.POSITIVE_INFINITY, 'a', '2026-01-04', false],
        [null, null, null, null],
      ],
    )
    const profile = await profileTable(tables, table)
    expect(tableProfileSchema.parse(profile)).toEqual(profile)
    const { num1, txt1, day1, yes1 } = byName(profile.columns)
    expect(num1).toMatchObject({
      nulls: 1,
      distinct: 3,
      distinctIs: 'exact',
      min: '1.0',
      max: '2.5',
      numbers: { min: 1, max: 2.5, infinite: 1, fractions: 1, zeros: 0, negative: 0 },
    })
    expect(num1!.quantiles.map(({ value }) => value)).toEqual([1, 1, 1, 1, 2.5, 2.5, 2.5])
    expect(num1!.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(2)
    expect(txt1).toMatchObject({ texts: { untrimmed: 1, shortest: 1, longest: 2, empty: 0 } })
    expect(txt1!.top).toEqual([
      { value: 'a', count: 2 },
      { value: ' b', count: 1 },
    ])
    expect(day1).toMatchObject({ min: '2026-01-01', max: '2026-01-04' })
    expect(day1!.quantiles[3]).toEqual({ share: 0.5, value: Date.UTC(2026, 0, 2) })
    expect(yes1!.top[0]).toEqual({ value: 'true', count: 2 })
  })

  it('gives the same measures by counted values and by quantile steps', async () => {
    const few = await made('few', 'SELECT (i * 7919) % 1999 - 5 AS n, i % 1999 AS m FROM range(100000) t(i)')
    const many = await made('many', 'SELECT (i * 7919) % 2003 - 5 AS n, i % 2003 AS m FROM range(100000) t(i)')
    for (const [table, distinct] of [
      [few, 1999],
      [many, 2003],
    ] as const) {
      const [n] = (await profileTable(tables, table)).columns
      expect(n).toMatchObject({ distinct, distinctIs: 'exact', min: '-5', max: String(distinct - 6) })
      expect(n!.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
      expect(n!.histogram).toHaveLength(20)
      expect(n!.top[0]).toEqual({ value: '-5', count: Math.ceil(100_000 / distinct) })
      expect(n!.quantiles.map(({ value }) => Math.round(((value + 5) / distinct) * 100))).toEqual([
        1, 5, 25, 50, 75, 95, 99,
      ])
    }
  })

  it('profiles types without order, empty tables, huge and infinite values', async () => {
    const odd = await made(
      'odd',
      `SELECT [1, 2] AS l, '00000000-0000-0000-0000-000000000001'::UUID AS u, INTERVAL 1 DAY AS i, 170141183460469231731687303715884105727::HUGEINT AS h, CASE WHEN r = 0 THEN 1.7e308 ELSE -1.7e308 END AS d, 'infinity'::DATE AS f, TIME '10:00:00' AS t, '\\x00'::BLOB AS b FROM range(2) t(r)`,
    )
    const { columns } = await profileTable(tables, odd)
    expect(columns.map(({ nulls }) => nulls)).toEqual(columns.map(() => 0))
    expect(byName(columns)).toMatchObject({
      l: { distinct: 0, quantiles: [] },
      u: { semantic: { type: 'id' } },
      d: { histogram: [], distinct: 2 },
      f: { max: 'infinity', quantiles: [] },
    })
    const empty = await made('empty', 'SELECT 1 AS a, NULL::VARCHAR AS b WHERE FALSE')
    expect(await profileTable(tables, empty)).toMatchObject({ rows: 0, columns: [{ distinct: 0 }, { top: [] }] })
    const none = await made('none', `SELECT NULL::VARCHAR AS b, 'x' AS "o""k" FROM range(3)`)
    expect((await profileTable(tables, none)).columns[0]).toMatchObject({ nulls: 3, distinct: 0, top: [] })
  })

  it('profiles the extreme values of every column type, also deeply', async () => {
    const ends: Record<string, [string, string]> = {
      TINYINT: ['-128', '127'],
      UBIGINT: ['0', '18446744073709551615'],
      BIGINT: ['-9223372036854775808', '9223372036854775807'],
      HUGEINT: ['-170141183460469231731687303715884105728', '170141183460469231731687303715884105727'],
      UHUGEINT: ['0', '340282366920938463463374607431768211455'],
      'DECIMAL(18,3)': ['-999999999999999.999', '999999999999999.999'],
      FLOAT: ['-inf', 'nan'],
      DATE: ['-infinity', '5000-01-01'],
      TIMESTAMP: ['1000-01-01 00:00:00', 'infinity'],
      TIMESTAMP_S: ['1970-01-01 00:00:00', '2026-01-01 00:00:00'],
      TIMESTAMP_NS: ['1970-01-01 00:00:00', '2026-01-01 00:00:00.000000001'],
      'TIMESTAMP WITH TIME ZONE': ['1970-01-01 00:00:00+00', '2026-01-01 00:00:00+00'],
      TIME: ['00:00:00', '24:00:00'],
      INTERVAL: ['1 day', '1 month'],
      BLOB: ['a', 'b'],
      BOOLEAN: ['false', 'true'],
      VARCHAR: ['', '\u{1F600}'],
    }
    const cells = Object.entries(ends).map(
      ([type, [low, high]], at) => `CAST(CASE WHEN i % 2 = 0 THEN '${low}' ELSE '${high}' END AS ${type}) AS c${at}`,
    )
    const table = await made('types', `SELECT ${cells.join(', ')}, {'a': i} AS s, [i] AS l FROM range(60) t(i)`)
    const { columns } = await profileTable(tables, table)
    expect(columns.map(({ nulls }) => nulls)).toEqual(columns.map(() => 0))
    expect(columns.slice(0, -2).map(({ distinct }) => distinct)).toEqual(Object.keys(ends).map(() => 2))
    const bigint = columns.find(({ type }) => type === 'UHUGEINT')
    expect(bigint).toMatchObject({ min: '0', max: '340282366920938463463374607431768211455' })
    const findings: string[] = []
    for await (const event of deepProfile(tables, table)) if ('finding' in event) findings.push(event.finding.kind)
    expect(findings).toContain('correlation')
    // The same for columns with more distinct values than are listed with counts.
    const many = await made(
      'many-types',
      `SELECT i::UHUGEINT AS u, i::HUGEINT AS h, (i / 7)::DECIMAL(18,3) AS d, TIMESTAMP '2020-01-01' + INTERVAL 1 HOUR * i AS t, TIME '00:00:00' + INTERVAL 1 SECOND * (i % 80000) AS m, i::VARCHAR::BLOB AS b, i::FLOAT AS f, make_timestamp_ns(i * 1000003) AS n, (TIMESTAMP '2020-01-01' + INTERVAL 1 DAY * i)::TIMESTAMPTZ AS z FROM range(60000) t(i)`,
    )
    for (const column of (await profileTable(tables, many)).columns) {
      expect(column.distinctIs).toBe('exact')
      if (column.name !== 'b') expect(column.quantiles, column.name).toHaveLength(7)
    }
  })

  it('profiles a sample on request and reports it', async () => {
    const table = await made('sampled', 'SELECT i AS id, i % 7 AS seven FROM range(10000) t(i)')
    const profile = await profileTable(tables, table, { sample: 1_000 })
    expect(profile.rows).toBe(1_000)
    expect(profile.columns[0]!.sampled).toEqual({ rows: 1_000, of: 10_000, error: 0.031 })
    expect(profile.columns[1]).toMatchObject({ distinct: 7, distinctIs: 'exact' })
  })

  it('estimates distinct values of large tables, and counts few ones exactly', async () => {
    const table = await made('large', 'SELECT (i * 7919) % 3000017 AS many, i % 7 AS few FROM range(4000001) t(i)')
    const [many, few] = (await profileTable(tables, table)).columns
    expect(many!.distinctIs).toBe('approximate')
    // Three standard errors of an estimate with 64 registers.
    expect(Math.abs(many!.distinct / 3_000_017 - 1)).toBeLessThan(0.39)
    expect(many!.sampled).toMatchObject({ of: 4_000_001 })
    expect(few).toMatchObject({ distinct: 7 })
  })

  it('limits the profile to counts on request, and reports completed columns', async () => {
    const table = await made('plan', `SELECT i AS id, 'AB-' || i AS code FROM range(5000) t(i)`)
    const { columns } = await profileTable(tables, table, { depth: 'counts' })
    expect(columns).toMatchObject([
      { distinct: 5_000, numbers: { rowOffset: 0 }, top: [] },
      { texts: { unique: { idShaped: expect.any(Number) } }, histogram: [] },
    ])
    const reported: string[] = []
    await profileTable(tables, table, { onColumn: ({ name }) => reported.push(name) })
    expect(reported).toEqual(['id', 'code'])
  })

  it('rejects when it is aborted', async () => {
    const table = await made('stopped', 'SELECT i AS id FROM range(10) t(i)')
    await expect(profileTable(tables, table, { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})
