import { describe, expect, it } from 'vitest'
import { findRecords } from './find-records.ts'
import { toCellText, findJsonColumns } from '../columns/find-json-columns.ts'
import { parseJsonPrefix, type JsonNode } from '../format/parse-json-prefix.ts'

const parse = (value: unknown): JsonNode => parseJsonPrefix(JSON.stringify(value)).value as JsonNode
const first = (value: unknown) => findRecords(parse(value))[0]

describe('findRecords', () => {
  it.each<[string, unknown, unknown]>([
    ['a list of objects', [{ a: 1 }], { path: [], shape: 'objects', count: 1 }],
    ['a list of lists', [['a'], ['b']], { path: [], shape: 'lists', count: 2 }],
    ['a list of numbers', [1, 2, 3], { path: [], shape: 'values', count: 3 }],
    [
      'records under a key',
      { meta: { n: 2 }, data: { items: [{ a: 1 }, { a: 2 }] } },
      { path: ['data', 'items'], shape: 'objects', count: 2 },
    ],
    [
      'the longest list of objects',
      { a: [{ x: 1 }], b: [{ x: 1 }, { x: 2 }] },
      { path: ['b'], shape: 'objects', count: 2 },
    ],
    [
      'objects before longer lists',
      { arcs: [[1], [2], [3]], geometries: [{ id: 1 }] },
      { path: ['geometries'], shape: 'objects', count: 1 },
    ],
    ['an object of columns', { a: [1, 2], b: ['x', 'y'] }, { path: [], shape: 'columns', count: 2 }],
    [
      'an object of columns keyed by row',
      { a: { 0: 1, 1: 2 }, b: { 0: 3, 1: 4 } },
      { path: [], shape: 'columns', count: 2 },
    ],
    ['one object', { name: 'Ann', age: 3 }, { path: [], shape: 'object', count: 1 }],
    [
      'the nodes of a graph',
      {
        nodes: [{ id: 1 }],
        links: [
          { source: 1, target: 1 },
          { source: 1, target: 1 },
        ],
      },
      { path: ['nodes'], shape: 'objects', count: 1 },
    ],
  ])('finds %s', (_, value, expected) => {
    expect(first(value)).toEqual(expected)
  })

  it('finds nothing in an empty document', () => {
    expect(first([])).toBeUndefined()
    expect(first({})).toBeUndefined()
  })
})

describe('findJsonColumns', () => {
  const columns = (...records: unknown[]) => findJsonColumns(records.map(parse))

  it('returns keys in order of appearance, including those of later records', () => {
    expect(columns({ b: 1, a: 2 }, { c: 3 }).map(({ name }) => name)).toEqual(['b', 'a', 'c'])
  })

  it('flattens nested objects', () => {
    expect(columns({ id: 1, place: { lat: 2, lon: 3 } }, { id: 2, place: null })).toEqual([
      { name: 'id', path: ['id'] },
      { name: 'place.lat', path: ['place', 'lat'] },
      { name: 'place.lon', path: ['place', 'lon'] },
    ])
  })

  it('creates columns for the coordinates of points', () => {
    const geometry = { type: 'Point', coordinates: [8.6, 50.1] }
    expect(columns({ geometry }, { geometry }).map(({ name }) => name)).toEqual([
      'geometry.type',
      'longitude',
      'latitude',
    ])
  })

  it('keeps values of several shapes, and other lists, as one column', () => {
    expect(columns({ a: { b: 1 } }, { a: 2 }).map(({ name }) => name)).toEqual(['a'])
    expect(columns({ a: [1, 2] }).map(({ name }) => name)).toEqual(['a'])
    expect(toCellText(parse({ a: [1, { b: null }] }))).toBe('{"a":[1,{"b":null}]}')
  })
})
