import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readCsv } from './read-csv.ts'

/** A real, published table as text. The first row of `rows` is the first row of data. */
export interface TextTable {
  name: string
  header: string[]
  rows: string[][]
}

/**
 * Tables that the rules of the check may be tuned on (`tune`), and tables that are only measured (`judge`), whose
 * failures must not be inspected. They were selected before the first measurement: tables with at least 250 rows and
 * four columns in which some columns depend on others (joins of published tables, or repeated names and places).
 * `hospital` belongs to neither half.
 */
export const halves = {
  tune: ['sales', 'birdstrikes', 'income', 'zipcodes', 'contracts', 'places'],
  judge: ['flights', 'species', 'gapminder', 'schools', 'football', 'unemployment', 'ports'],
} as const

/** Tables without injected errors, so that every finding in them counts as false. */
export const onlyClean = ['cars', 'penguins', 'airports', 'jobs', 'seattle', 'stocks', 'movies', 'nobel'] as const

/**
 * Additional tables, selected later by their content and before they were checked. Rules were corrected after
 * inspecting findings in those of `tune`. Those of `judge` are only measured, except for `foods`, `earthquakes` and,
 * above, `schools`, `ports` and `unemployment`, whose false findings were inspected later. `npmHalves` lists tables
 * that nobody has inspected.
 */
export const cleanHalves = {
  tune: [
    'contributions',
    'disasters',
    'budget',
    'payments',
    'weather',
    'towns',
    'tracks',
    'fertility',
    'index',
    'rates',
  ],
  judge: ['diamonds', 'councils', 'foods', 'birds', 'occupations', 'winds', 'routes', 'earthquakes', 'ages', 'carbon'],
} as const

/**
 * Tables for versions in which only answers reveal the correct values. They were selected by size, before any
 * measurement.
 */
export const answeredTables = [
  'incentives',
  'organizations',
  'customers',
  'issues',
  'books',
  'invoices',
  'riots',
  'employment',
  'repositories',
] as const

const shared = resolve(import.meta.dirname, '../../../../shared')
const vega = resolve(import.meta.dirname, '../../../node_modules/vega-datasets/data')
const archives = { real: 'messy/real.tar.xz', openrefine: 'messy/openrefine.tar.xz' }

/**
 * Returns whether the published files are next to the project. Without them, only tables of vega-datasets are
 * available.
 */
export const hasShared = (): boolean => existsSync(join(shared, archives.real)) && existsSync(hospitalFile('clean.csv'))

export const hospitalFile = (name: string): string => join(shared, 'hospital', name)

/** Returns the tables with these names in order. Skips tables whose files are missing. */
export function checkTables(names: readonly string[]): TextTable[] {
  const folder = mkdtempSync(join(tmpdir(), 'aw-check-'))
  try {
    const read = readers(folder)
    return names.flatMap((name) => {
      const reader = read[name]
      if (!reader) throw new Error(`Table "${name}" does not exist. Use one of ${Object.keys(read).join(', ')}.`)
      if (!vegaOnly.has(name) && !hasShared()) return []
      const [header = [], ...rows] = reader()
      return [{ name, header, rows: rows.filter((row) => row.length === header.length) }]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const vegaOnly = new Set(
  (
    'birdstrikes income zipcodes flights species gapminder football unemployment cars penguins airports jobs seattle stocks movies ' +
    'contributions disasters budget weather fertility index rates winds routes earthquakes ages carbon riots employment repositories'
  ).split(' '),
)

type Rows = string[][]

function readers(folder: string): Record<string, () => Rows> {
  const unpacked = new Set<string>()
  const readPacked = (archive: keyof typeof archives, path: string, encoding = 'utf-8'): string => {
    if (!unpacked.has(archive)) {
      execFileSync('tar', ['-xJf', join(shared, archives[archive]), '-C', folder], { stdio: 'ignore' })
      unpacked.add(archive)
    }
    return new TextDecoder(encoding).decode(readFileSync(join(folder, path)))
  }
  const csv = (file: string): Rows => readCsv(readFileSync(join(vega, file), 'utf8'))
  const json = (file: string): Rows => rowsFromObjects(JSON.parse(readFileSync(join(vega, file), 'utf8')))
  const chinook = (name: string): Rows => readCsv(readPacked('real', `real/w3c/${name}.csv`))
  return {
    hospital: () => readCsv(readFileSync(hospitalFile('clean.csv'), 'utf8')),
    birdstrikes: () => takeEvery(5, csv('birdstrikes.csv')),
    income: () => json('income.json'),
    zipcodes: () => takeEvery(21, csv('zipcodes.csv')),
    contracts: () => takeEvery(4, readCsv(readPacked('openrefine', 'openrefine/government_contracts.csv'))),
    places: () => readCsv(readPacked('real', 'real/gh/mgrs_index.csv'), '\t'),
    sales: () => {
      const lines = joinRows(chinook('InvoiceLine'), 'InvoiceId', chinook('Invoice'), 'InvoiceId')
      const tracks = renameColumns(chinook('Track'), { Name: 'Track' })
      const albums = joinRows(
        chinook('Album'),
        'ArtistId',
        renameColumns(chinook('Artist'), { Name: 'Artist' }),
        'ArtistId',
      )
      const purchases = joinRows(lines, 'TrackId', joinRows(tracks, 'AlbumId', albums, 'AlbumId'), 'TrackId')
      return selectColumns(
        purchases,
        'InvoiceId CustomerId InvoiceDate BillingAddress BillingCity BillingCountry BillingPostalCode Track Title Artist AlbumId GenreId UnitPrice Milliseconds',
      )
    },
    flights: () => {
      const airports = csv('airports.csv')
      const withPrefix = (prefix: string): Rows =>
        renameColumns(airports, Object.fromEntries((airports[0] ?? []).map((name) => [name, `${prefix}_${name}`])))
      const from = joinRows(json('flights-2k.json'), 'origin', withPrefix('origin'), 'origin_iata')
      return joinRows(from, 'destination', withPrefix('destination'), 'destination_iata')
    },
    species: () => takeEvery(6, csv('species.csv')),
    gapminder: () => json('gapminder.json'),
    schools: () => [
      ['county', 'municipality', 'school', 'address', 'postal_code', 'post_town', 'pupils'],
      ...readCsv(readPacked('real', 'real/gh/gsi_adresser_og_elevtall_2010.csv'), ';'),
    ],
    football: () => takeEvery(3, json('football.json')),
    unemployment: () => json('unemployment-across-industries.json'),
    ports: () => {
      const rows = readCsv(readPacked('openrefine', 'openrefine/Wpi Data.tsv'), '\t')
      return takeEvery(
        2,
        rows.map((row) => row.slice(0, 26)),
      )
    },
    nobel: () => readCsv(readPacked('openrefine', 'openrefine/nobel-prize-winners.csv')),
    cars: () => json('cars.json'),
    penguins: () => json('penguins.json'),
    airports: () => csv('airports.csv'),
    jobs: () => json('jobs.json'),
    seattle: () => csv('seattle-weather.csv'),
    stocks: () => csv('stocks.csv'),
    movies: () => json('movies.json'),
    contributions: () => json('political-contributions.json'),
    disasters: () => csv('disasters.csv'),
    budget: () => json('budget.json'),
    payments: () => readCsv(readPacked('real', 'real/w3c/ESCC-payment-data-Q2281011.csv', 'windows-1252')).slice(1),
    weather: () => csv('weather.csv'),
    towns: () => takeEvery(5, readCsv(readPacked('real', 'real/gh/Zipssortedbycitystate.csv'))),
    tracks: () => chinook('Track'),
    fertility: () => json('countries.json'),
    index: () => takeEvery(3, csv('sp500-2000.csv')),
    rates: () => readCsv(readFileSync(join(vega, 'unemployment.tsv'), 'utf8'), '\t'),
    diamonds: () => takeEvery(4, splitAtSpaces(readPacked('real', 'real/gh/diamonds.csv'))),
    councils: () => takeEvery(2, addHeader(readCsv(readPacked('real', 'real/gh/councils.csv'), '#'))),
    foods: () => takeEvery(4, readCsv(readPacked('openrefine', 'openrefine/food.csv'))),
    birds: () => takeEvery(4, readCsv(readPacked('openrefine', 'openrefine/birds.csv'))),
    occupations: () => readCsv(readPacked('real', 'real/w3c/2010_Occupations.csv', 'windows-1252')),
    winds: () => takeEvery(2, csv('windvectors.csv')),
    routes: () => csv('flights-airport.csv'),
    earthquakes: () => {
      const { features } = JSON.parse(readFileSync(join(vega, 'earthquakes.json'), 'utf8')) as {
        features: { id: string; properties: Record<string, unknown> }[]
      }
      return rowsFromObjects(features.map(({ id, properties }) => ({ id, ...properties })))
    },
    ages: () => json('population.json'),
    carbon: () => csv('co2-concentration.csv'),
    incentives: () => readCsv(readPacked('real', 'real/dgu/incentive.csv', 'windows-1252')),
    organizations: () => readCsv(readPacked('real', 'real/gh/afghanngos.csv', 'windows-1252')),
    customers: () => addHeader(readCsv(readPacked('real', 'real/gh/clientes_lujan.csv', 'windows-1252'))),
    issues: () => readCsv(readPacked('real', 'real/gh/maatkit-issues.csv')),
    books: () => readCsv(readPacked('real', 'real/gh/book.csv')),
    invoices: () => chinook('Invoice'),
    riots: () => csv('la-riots.csv'),
    employment: () => csv('us-employment.csv'),
    repositories: () => csv('github.csv'),
  }
}

const splitAtSpaces = (text: string): Rows =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim().split(/ +/))

/** Adds a header to the records of a file without one. */
const addHeader = (rows: Rows): Rows => [(rows[0] ?? []).map((_, index) => `column ${index + 1}`), ...rows]

function rowsFromObjects(objects: Record<string, unknown>[]): Rows {
  const header = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  return [header, ...objects.map((object) => header.map((key) => String(object[key] ?? '')))]
}

const takeEvery = (step: number, [header = [], ...rows]: Rows): Rows => [
  header,
  ...rows.filter((_, row) => row % step === 0),
]

const renameColumns = ([header = [], ...rows]: Rows, names: Record<string, string>): Rows => [
  header.map((name) => names[name] ?? name),
  ...rows,
]

/** Performs an inner join: extends each row of the left table with the columns of the matching row on the right. */
function joinRows(left: Rows, leftKey: string, right: Rows, rightKey: string): Rows {
  const [leftHeader = [], ...leftRows] = left
  const [rightHeader = [], ...rightRows] = right
  const keyIndex = rightHeader.indexOf(rightKey)
  const fromRight = rightHeader.flatMap((name, index) =>
    index === keyIndex || leftHeader.includes(name) ? [] : [index],
  )
  const byKey = new Map(rightRows.map((row) => [row[keyIndex], row]))
  const key = leftHeader.indexOf(leftKey)
  const take = (row: string[]): string[] => fromRight.map((index) => row[index] ?? '')
  const matched = leftRows.flatMap((row) => {
    const match = byKey.get(row[key] ?? '')
    return match ? [[...row, ...take(match)]] : []
  })
  return [[...leftHeader, ...take(rightHeader)], ...matched]
}

function selectColumns([header = [], ...rows]: Rows, names: string): Rows {
  const indexes = names.split(' ').map((name) => header.indexOf(name))
  return [names.split(' '), ...rows.map((row) => indexes.map((index) => row[index] ?? ''))]
}
