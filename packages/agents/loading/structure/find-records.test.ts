import { describe, expect, it } from 'vitest'
import { findRecords } from './find-records.ts'
import { toCellText, findJsonColumns } from '../columns/find-json-columns.ts'
import { parseJsonPrefix, type JsonNode } from '../format/parse-json-prefix.ts'
import cases from './find-records.cases.json' with { type: 'json' }

const parse = (value: unknown): JsonNode => parseJsonPrefix(JSON.stringify(value)).value as JsonNode
const first = (value: unknown) => findRecords(parse(value))[0]

describe('findRecords', () => {
  it.each(cases.records as [string, unknown, unknown][])('finds %s', (_, value, expected) => {
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
