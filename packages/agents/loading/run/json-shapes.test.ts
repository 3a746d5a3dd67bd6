import { quoteIdentifier, sql, tableName, type SourceFile } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { loadFile } from './load-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

async function load(value: unknown, recordsPath?: string[]) {
  const content = typeof value === 'string' ? value : JSON.stringify(value)
  const { table, report } = await loadFile(createMemoryFile('shape.json', content), {
    tables,
    id: 'shape',
    maxRetries: 2,
    ...(recordsPath ? { overrides: { recordsPath } } : {}),
  })
  const rows = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
  return { rows, report, codes: report.warnings.map(({ code }) => code), rejects: report.rejects }
}

describe('shapes of JSON documents', () => {
  it('GeoJSON points: one row per feature, with coordinates as columns', async () => {
    const { rows, report } = await load({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
      features: [
        {
          type: 'Feature',
          id: 1,
          properties: { city: 'A', type: 'big' },
          geometry: { type: 'Point', coordinates: [8.5, 47.25] },
        },
        { type: 'Feature', id: 2, properties: { city: 'B' }, geometry: { type: 'Point', coordinates: [9, 48] } },
      ],
    })
    expect(rows.map(({ id, longitude, latitude }) => [id, longitude, latitude])).toEqual([
      [1, 8.5, 47.25],
      [2, 9, 48],
    ])
    expect(rows[0]).toMatchObject({ city: 'A', type: 'Feature', 'properties.type': 'big' })
    expect(report.plan).toMatchObject({ recordsPath: ['features'], recordsShape: 'objects' })
  })

  it('other GeoJSON geometries: kept as JSON', async () => {
    const line = [
      [0, 0],
      [1, 1],
    ]
    const { rows } = await load({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { city: 'A' }, geometry: { type: 'LineString', coordinates: line } },
        { type: 'Feature', properties: { city: 'B' }, geometry: null },
      ],
    })
    expect(rows.map((row) => [row['city'], row['geometry.coordinates']])).toEqual([
      ['A', '[[0,0],[1,1]]'],
      ['B', null],
    ])
  })

  it('nodes and links: loads the nodes, and the links on request', async () => {
    const graph = {
      nodes: [{ id: 'a' }, { id: 'b' }],
      links: [
        { source: 'a', target: 'b', value: 1 },
        { source: 'b', target: 'a', value: 2 },
        { source: 'a', target: 'a', value: 3 },
      ],
    }
    const nodes = await load(graph)
    expect(nodes.rows).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(nodes.codes).toEqual(['load.other-records'])
    expect((await load(graph, ['links'])).rows[2]).toEqual({ source: 'a', target: 'a', value: 3 })
  })

  it('records under a key, with a note about the other values', async () => {
    const { rows, report, codes } = await load({
      meta: { page: 1, tags: ['x', 'y'] },
      response: {
        count: 2,
        items: [
          { id: 1, at: { lat: 1.5 } },
          { id: 2, at: { lat: 2.5 } },
        ],
      },
    })
    expect(rows).toEqual([
      { id: 1, 'at.lat': 1.5 },
      { id: 2, 'at.lat': 2.5 },
    ])
    expect(report.plan.recordsPath).toEqual(['response', 'items'])
    expect(codes).toEqual(['load.records-under-key'])
  })

  it.each([
    ['lists', { city: ['A', 'B'], people: [1, 2] }],
    ['objects by row number', { city: { 0: 'A', 1: 'B' }, people: { 0: 1, 1: 2 } }],
  ])('an object of columns: %s', async (_, value) => {
    expect((await load(value)).rows).toEqual([
      { city: 'A', people: 1 },
      { city: 'B', people: 2 },
    ])
  })

  it.each([
    [
      'names in the first list',
      [
        ['city', 'people'],
        ['A', 1],
        ['B', 2],
      ],
    ],
    [
      'names in another list',
      {
        columns: ['city', 'people'],
        index: [0, 1, 2],
        data: [
          ['A', 1],
          ['B', 2],
        ],
      },
    ],
    [
      'column descriptions',
      {
        meta: {
          view: {
            name: 'T',
            columns: [
              { id: -1, name: 'city' },
              { id: 7, name: 'people' },
            ],
          },
        },
        data: [
          ['A', '1'],
          ['B', '2'],
        ],
      },
    ],
  ])('lists of cells with %s', async (_, value) => {
    expect((await load(value)).rows).toEqual([
      { city: 'A', people: 1 },
      { city: 'B', people: 2 },
    ])
  })

  it('one object: a table of one row, with lists as JSON', async () => {
    const { rows, codes } = await load({ host: 'example.org', port: 80, tags: ['a', 'b'], owner: { name: 'Ann' } })
    expect(rows).toEqual([{ host: 'example.org', port: 80, tags: '["a","b"]', 'owner.name': 'Ann' }])
    expect(codes).toContain('load.one-object')
  })

  it('an object of records by key: one row per record, with the key as first column', async () => {
    const stocks = {
      AAPL: { price: 1.5, name: 'Apple', tags: ['a'] },
      MSFT: { price: 2.5, name: 'Microsoft' },
      '007': { price: 3, name: 'Bond', tags: [] },
    }
    const expected = [
      { key: 'AAPL', price: 1.5, name: 'Apple', tags: '["a"]' },
      { key: 'MSFT', price: 2.5, name: 'Microsoft', tags: null },
      { key: '007', price: 3, name: 'Bond', tags: '[]' },
    ]
    const sorted = (rows: readonly Record<string, unknown>[]) =>
      rows.toSorted((a, b) => String(a['name']).localeCompare(String(b['name'])))
    const { rows, report } = await load(stocks)
    expect(sorted(rows)).toEqual(sorted(expected))
    expect(report.plan).toMatchObject({ recordsPath: [], recordsShape: 'keyed' })
    expect(sorted((await load({ source: 'x', stocks })).rows)).toEqual(sorted(expected))
    const settings = { server: { host: 'a', port: 1 }, client: { color: 'b' }, log: { level: 'c', file: 'd' } }
    expect((await load(settings)).rows).toHaveLength(1)
  })

  it('single values: one column', async () => {
    expect((await load([3, 1, 2])).rows).toEqual([{ value: 3 }, { value: 1 }, { value: 2 }])
    expect((await load({ status: 'ok', data: [3, 1, 2, 5, 4] })).rows).toHaveLength(5)
  })

  it('JSON lines, of objects and of lists', async () => {
    expect((await load('{"a":1,"b":"x"}\n{"a":2}\n')).rows).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: null },
    ])
    expect((await load('["a","b"]\n[1,"x"]\n[2,"y"]\n')).rows).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ])
  })

  it('accepts dangerous keys as column names', async () => {
    const { rows } = await load('[{"__proto__":1,"constructor":2,"":3},{"__proto__":4,"constructor":5,"":6}]')
    expect(Object.keys(rows[0] ?? {})).toContain('constructor')
    expect(rows).toHaveLength(2)
  })
})

describe('JSON that is too large to be inspected as a whole', () => {
  /** Creates a file that begins and ends with these texts, and repeats `part` in between. */
  const createLargeFile = (size: number, begin: string, part: string, end: string): SourceFile => ({
    dataset: 'large',
    name: 'large.json',
    size,
    async read(from, to) {
      const bytes = new Uint8Array(Math.min(to, size) - from)
      const [first, repeated, last] = [begin, part, end].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer]
      for (let index = 0; index < bytes.length; index++) {
        const offset = from + index
        if (offset < first.length) bytes[index] = first[offset]!
        else if (offset >= size - last.length) bytes[index] = last[offset - size + last.length]!
        else bytes[index] = repeated[(offset - first.length) % repeated.length]!
      }
      return bytes
    },
  })
  const catchProblem = (file: SourceFile): Promise<unknown> =>
    loadFile(file, { tables, id: 'large', maxRetries: 0 }).then(
      () => undefined,
      ({ problem }: { problem: unknown }) => problem,
    )

  it.each([
    ['columns of more than 64 MB', 65 * 2 ** 20, '{"a":['],
    ['columns of more than 10,000,000 values', 25_000_000, '{"a":['],
    ['complete and incomplete columns', 65 * 2 ** 20, '{"a":[1,2],"b":['],
    ['columns under a key', 65 * 2 ** 20, '{"data":{"a":['],
  ])('is reported if it is organized by columns: %s', async (_, size, begin) => {
    const closing = begin.startsWith('{"data') ? '1]}}' : '1]}'
    expect(await catchProblem(createLargeFile(size, begin, '1,', closing))).toMatchObject({
      code: 'load.too-large.json-columns',
      params: { file: 'large.json', size, max: 64 * 2 ** 20, values: 10_000_000 },
    })
  })
})
