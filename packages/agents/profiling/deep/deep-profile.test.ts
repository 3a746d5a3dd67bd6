import { englishFormatter } from '@aw-flow/messages/catalogs'
import { unsafeSql } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { deepFindingSchema, deepProgressSchema, type DeepFinding } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { makeTable } from '../../preparing/test-table.ts'
import { deepProfile, type DeepEvent } from './deep-profile.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables(2)

const events = async (table: TableRef): Promise<DeepEvent[]> => {
  const all: DeepEvent[] = []
  for await (const event of deepProfile(tables, table)) all.push(event)
  return all
}
const findings = async (table: TableRef): Promise<DeepFinding[]> =>
  (await events(table)).flatMap((event) => ('finding' in event ? [deepFindingSchema.parse(event.finding)] : []))
const made = (id: string, select: string) => tables.create(unsafeSql(select), { id })

/** Orders: an id, a city that depends on its code (with errors), amounts with outliers, correlated columns. */
const orders = `SELECT 'A-' || (1000 + i) AS code, (i * 7919) % 20 AS place,
  CASE WHEN i IN (17, 400) THEN 'Vienan' ELSE ['Vienna', 'Graz', 'Linz', 'Salzburg', 'Innsbruck', 'Bregenz', 'Eisenstadt', 'Klagenfurt', 'Wels', 'Villach', 'Dornbirn', 'Steyr', 'Feldkirch', 'Leonding', 'Traun', 'Leoben', 'Krems', 'Schwechat', 'Lustenau', 'Hallein'][1 + (i * 7919) % 20] END AS city,
  CASE WHEN i = 99 THEN 1e6 ELSE 50 + (i * 31) % 97 END AS amount, 3 * (50 + (i * 31) % 97) + i % 2 AS gross, i % 2 = 0 AS even
  FROM range(600) t(i)`

describe('deepProfile', () => {
  it('finds keys, patterns, outliers, dependencies, correlations and spellings, each with a message', async () => {
    const table = await made('orders', orders)
    const found = await findings(table)
    const of = <K extends DeepFinding['kind']>(kind: K) =>
      found.filter((finding): finding is Extract<DeepFinding, { kind: K }> => finding.kind === kind)
    expect(of('key')).toMatchObject([{ columns: ['code'], repeats: 0 }])
    expect(of('pattern').find(({ column }) => column === 'code')).toMatchObject({
      patterns: [{ pattern: 'A-9+', share: 1 }],
    })
    expect(of('outliers')).toMatchObject([{ column: 'amount', count: 1, examples: [{ row: 100, value: '1000000.0' }] }])
    expect(of('dependency').find(({ from, to }) => from[0] === 'place' && to === 'city')).toMatchObject({
      violations: 2,
      rows: 600,
      examples: expect.arrayContaining([{ from: expect.any(String), to: expect.any(Array) }]),
    })
    expect(of('spellings')).toMatchObject([{ column: 'city', clusters: [{ keep: 'Vienna' }] }])
    expect(of('correlation').map(({ columns }) => columns)).toContainEqual(['amount', 'gross'])
    expect(found.every(({ message }) => englishFormatter.format(message).length > 10)).toBe(true)
    // No finding is based on a sample.
    expect(found.filter(({ sample }) => sample)).toEqual([])
  })

  it('finds keys of two columns, duplicate rows and near-duplicates', async () => {
    const pair = await made('pair', 'SELECT i // 30 AS num1, i % 30 AS num2 FROM range(900) t(i)')
    expect(await findings(pair)).toContainEqual(expect.objectContaining({ kind: 'key', columns: ['num1', 'num2'] }))
    const people = await makeTable(
      tables,
      'people',
      ['name VARCHAR', 'street VARCHAR', 'phone VARCHAR'],
      [
        ['Anna Gruber', 'Main Street 12', '01 555 1234'],
        ['Bernd Hofer', 'Mill Lane 3', '01 555 8888'],
        ['Anna  Gruber', 'Main St. 12', '01-555-1234'],
        ['Clara Novak', 'Station Road 77', '01 555 4321'],
        ['Dora Wimmer', 'Church Square 1', '02 777 9999'],
        ['Clara Novak', 'Station Road 77', '01 555 4321'],
      ],
    )
    const found = await findings(people)
    expect(found).toContainEqual(expect.objectContaining({ kind: 'duplicates', extra: 1, examples: [[4, 6]] }))
    expect(found.find(({ kind }) => kind === 'near-duplicates')).toMatchObject({ pairs: [{ rows: [1, 3] }] })
  })

  it('reports the sample of a large table, and the number of findings that are not listed', async () => {
    const table = await made(
      'wide',
      'SELECT i % 100 AS num1, (i % 100) * 3 AS num2, hash(i) % 1000 AS num3 FROM range(120000) t(i)',
    )
    const found = await findings(table)
    const dependency = found.find(({ kind }) => kind === 'dependency')
    expect(dependency?.sample).toEqual({ rows: 24_000, of: 120_000, error: 0.0063 })
    expect(dependency?.message).toMatchObject({ code: 'profile.sampled', params: { rows: 24_000, total: 120_000 } })
    const columns = Array.from({ length: 11 }, (_, at) => `i * ${at + 3} AS num${at}`)
    const many = await findings(await made('many', `SELECT ${columns.join(', ')} FROM range(300) t(i)`))
    const correlated = many.filter(({ kind }) => kind === 'correlation')
    expect(correlated).toHaveLength(40)
    expect(correlated.at(-1)).toMatchObject({
      leftOut: 15,
      message: { code: 'profile.left-out', params: { left: 15 } },
    })
  })

  it('reports progress, and stops when it is aborted', async () => {
    const table = await made('stops', orders)
    const progress = (await events(table)).flatMap((event) =>
      'progress' in event ? [deepProgressSchema.parse(event.progress)] : [],
    )
    expect(progress.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    const controller = new AbortController()
    const received: DeepEvent[] = []
    const run = async (): Promise<void> => {
      for await (const event of deepProfile(tables, table, { signal: controller.signal })) {
        received.push(event)
        if ('finding' in event) controller.abort()
      }
    }
    await expect(run()).rejects.toThrow()
    expect(received.filter((event) => 'finding' in event)).toHaveLength(1)
  })

  it('finds nothing in empty tables and in noise', async () => {
    expect(await findings(await made('no-rows', 'SELECT 1 AS a, NULL::VARCHAR AS b WHERE FALSE'))).toEqual([])
    expect(await findings(await made('one', `SELECT 1 AS a, 'x' AS b`))).toEqual([])
    const noise = await made(
      'noise',
      'SELECT hash(i) % 1009 AS num1, hash(i * 7 + 3) % 997 AS num2 FROM range(3000) t(i)',
    )
    expect((await findings(noise)).filter(({ kind }) => kind !== 'duplicates')).toEqual([])
  })
})
