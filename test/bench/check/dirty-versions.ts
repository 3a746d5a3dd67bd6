import { dirtyTable } from '../prepare/dirty-table.ts'
import { checkTables, type TextTable } from '../prepare/check-tables.ts'
import { formErrors } from './form-errors.ts'
import { npmHalves, npmTables, type NpmTable } from './npm-tables.ts'
import { randomNumbers, type RandomNumbers } from './random-numbers.ts'
import { relationErrors } from './relation-errors.ts'
import { ruleErrors, swapCoordinates } from './rule-errors.ts'
import { columnErrors } from './systematic-errors.ts'

/** A dirty table and its clean version, with the same rows in the same order. */
export interface DirtyVersion {
  name: string
  seed: number
  header: string[]
  dirty: string[][]
  clean: string[][]
  /** Descriptions of the injected errors. */
  errors: string[]
}

type ErrorKind = 'columns' | 'sources' | 'dependencies' | 'rules' | 'forms'

interface Version {
  table: string
  kind: ErrorKind
  seed: number
}

/**
 * Public tables whose dirty versions were used to tune the rules (`tune`), and tables whose dirty versions are only
 * measured (`untouched`). The first tables in `tune` were originally untouched; their failures have been inspected
 * since then.
 */
export const versions: Readonly<Record<'tune' | 'untouched', readonly Version[]>> = {
  tune: [
    { table: 'birdstrikes', kind: 'columns', seed: 1 },
    { table: 'income', kind: 'columns', seed: 2 },
    { table: 'movies', kind: 'columns', seed: 3 },
    { table: 'disasters', kind: 'columns', seed: 4 },
    { table: 'zipcodes', kind: 'columns', seed: 5 },
    { table: 'cars', kind: 'sources', seed: 6 },
    { table: 'airports', kind: 'sources', seed: 7 },
    { table: 'income', kind: 'dependencies', seed: 8 },
    { table: 'sales', kind: 'dependencies', seed: 9 },
    { table: 'species', kind: 'columns', seed: 11 },
    { table: 'gapminder', kind: 'columns', seed: 12 },
    { table: 'football', kind: 'columns', seed: 13 },
    { table: 'flights', kind: 'columns', seed: 14 },
    { table: 'weather', kind: 'columns', seed: 15 },
    { table: 'routes', kind: 'sources', seed: 16 },
    { table: 'diamonds', kind: 'sources', seed: 17 },
    { table: 'flights', kind: 'dependencies', seed: 18 },
    { table: 'schools', kind: 'dependencies', seed: 19 },
    { table: 'airfields', kind: 'columns', seed: 21 },
    { table: 'airfields', kind: 'rules', seed: 22 },
    { table: 'orders', kind: 'columns', seed: 23 },
    { table: 'orders', kind: 'dependencies', seed: 24 },
    { table: 'cities', kind: 'rules', seed: 25 },
    { table: 'cities', kind: 'sources', seed: 26 },
    { table: 'stations', kind: 'columns', seed: 27 },
    { table: 'bank', kind: 'columns', seed: 28 },
    { table: 'airlines', kind: 'columns', seed: 29 },
    { table: 'nations', kind: 'rules', seed: 30 },
    { table: 'zips', kind: 'columns', seed: 31 },
    { table: 'zips', kind: 'sources', seed: 32 },
  ],
  untouched: [
    { table: 'regions', kind: 'columns', seed: 41 },
    { table: 'postcodes', kind: 'columns', seed: 42 },
    { table: 'postcodes', kind: 'dependencies', seed: 43 },
    { table: 'shares', kind: 'columns', seed: 44 },
    { table: 'shares', kind: 'rules', seed: 45 },
    { table: 'airports-by-code', kind: 'rules', seed: 46 },
    { table: 'airports-by-code', kind: 'columns', seed: 47 },
    { table: 'countries', kind: 'columns', seed: 48 },
    { table: 'zones', kind: 'dependencies', seed: 49 },
    { table: 'emoji', kind: 'columns', seed: 50 },
    { table: 'cards', kind: 'dependencies', seed: 51 },
    { table: 'cards', kind: 'sources', seed: 52 },
    { table: 'regions', kind: 'sources', seed: 53 },
  ],
}

/**
 * Versions with added columns whose values have mixed formats, are swapped, or are in the wrong column. The rules were
 * tuned on another table (cars); the versions in `untouched` were measured only after that.
 */
const formVersionSpecs: typeof versions = {
  tune: ['orders', 'airfields', 'sales', 'zips'].map((table, index) => ({ table, kind: 'forms', seed: 61 + index })),
  untouched: ['regions', 'shares', 'countries', 'cards', 'emoji', 'zones'].map((table, index) => ({
    table,
    kind: 'forms',
    seed: 71 + index,
  })),
}

/**
 * Tables whose copies receive errors between columns: one kind of error per copy, three copies per kind. The rules were
 * tuned on copies in `tune`; those in `untouched` were measured once the rules were complete.
 */
const relationTables = {
  tune: ['orders', 'airfields', 'sales', 'zips', 'stations', 'bank', 'airlines', 'cities', 'income'],
  untouched: ['regions', 'postcodes', 'shares', 'airports-by-code', 'countries', 'zones', 'emoji', 'cards'],
} as const
const copiesPerRelation = 3

/** Creates one half's versions with errors between columns. Skips public tables that are missing or unsuitable. */
export function createRelationVersions(half: keyof typeof relationTables): DirtyVersion[] {
  const names = relationTables[half]
  const firstSeed = half === 'tune' ? 100 : 200
  return relationErrors.flatMap((error, kind) => {
    const copies: DirtyVersion[] = []
    for (let attempt = 0; attempt < names.length && copies.length < copiesPerRelation; attempt++) {
      const name = names[(3 * kind + attempt) % names.length] as string
      const [table] = npmNames.has(name) ? npmTables([name as NpmTable]) : checkTables([name])
      if (!table) continue
      const seed = firstSeed + 10 * kind + attempt
      const clean = table.rows.slice(0, 1500).map((row) => [...row])
      const dirty = dirtyTable({ ...table, rows: clean }, seed, 'hospital', 0.003)
      const copy = { header: [...table.header], clean, dirty }
      if (error.inject(copy, randomNumbers(seed)))
        copies.push({ name: `${name}, ${error.name}`, seed, ...copy, errors: [error.name] })
    }
    return copies
  })
}

/** Creates one half's dirty versions. Skips public tables that are missing. */
export const createDirtyVersions = (half: keyof typeof versions): DirtyVersion[] => makeVersions(versions[half])

/** Creates one half's versions with mixed value formats. Skips public tables that are missing. */
export const createFormVersions = (half: keyof typeof versions): DirtyVersion[] => makeVersions(formVersionSpecs[half])

function makeVersions(specs: readonly Version[]): DirtyVersion[] {
  return specs.flatMap(({ table: name, kind, seed }) => {
    const [table] = npmNames.has(name) ? npmTables([name as NpmTable]) : checkTables([name])
    if (!table) return []
    const random = randomNumbers(seed)
    const make = {
      columns: injectColumnErrors,
      sources: createConflictingSources,
      dependencies: breakDependencies,
      rules: injectRuleErrors,
      forms: injectFormErrors,
    }[kind]
    return [{ name: `${name}, ${kind}`, seed, header: [...table.header], ...make(table, random, seed) }]
  })
}

const npmNames: ReadonlySet<string> = new Set([...npmHalves.tune, ...npmHalves.untouched])

type InjectedErrors = Pick<DirtyVersion, 'dirty' | 'clean' | 'errors'> & { header?: string[] }

/** Injects a systematic error into two thirds of the suitable columns, and a typo into one in 100 cells. */
function injectColumnErrors({ header, rows, name }: TextTable, random: RandomNumbers, seed: number): InjectedErrors {
  const clean = rows.slice(0, 1500).map((row) => [...row])
  const dirty = dirtyTable({ name, header, rows: clean }, seed, 'hospital', 0.01)
  const errors: string[] = []
  header.forEach((column, at) => {
    const cells = clean.map((row) => row[at] as string)
    const candidates = columnErrors.flatMap((error) => {
      const columns = error.make(cells, random)
      return columns ? [{ name: error.name, ...columns }] : []
    })
    if (candidates.length === 0 || random.chance(1 / 3)) return
    const columns = random.pick(candidates)
    errors.push(`${column}: ${columns.name}`)
    clean.forEach((row, index) => {
      row[at] = columns.clean[index] as string
      ;(dirty[index] as string[])[at] = columns.dirty[index] as string
    })
  })
  return { dirty, clean, errors }
}

/**
 * Creates a table in which twelve sources report on the same 80 items. Some sources are mostly right, some are mostly
 * wrong, and some copy others.
 */
function createConflictingSources({ header, rows }: TextTable, random: RandomNumbers): InjectedErrors {
  const step = Math.max(1, Math.floor(rows.length / 80))
  const items = rows.filter((_, row) => row % step === 0).slice(0, 80)
  const columns = header.slice(0, 6)
  const columnValues = columns.map((_, position) => [...new Set(rows.map((row) => row[position] as string))])
  const sources = Array.from({ length: 12 }, (_, position) => ({
    name: `${'abcdefghijkl'[position]}-${random.pick(['press', 'portal', 'feed', 'data'])}`,
    reliability: 0.25 + 0.7 * random.next(),
    copies: position > 3 && random.chance(0.3) ? Math.floor(random.next() * position) : undefined,
  }))
  const claims: string[][][] = []
  const clean: string[][] = []
  const dirty: string[][] = []
  sources.forEach(({ name, reliability, copies }, source) => {
    claims.push(
      items.map((item, index) =>
        columns.map((_, position) => {
          const truth = item[position] as string
          if (copies !== undefined && random.chance(0.95)) return claims[copies]?.[index]?.[position] ?? truth
          if (random.chance(reliability)) return truth
          return random.chance(0.3) ? '' : random.pick(columnValues[position] as string[])
        }),
      ),
    )
    items.forEach((item, index) => {
      if (random.chance(0.1)) return
      const key = `T${100 + index}`
      clean.push([key, name, ...columns.map((_, position) => item[position] as string)])
      dirty.push([key, name, ...((claims[source] as string[][])[index] as string[])])
    })
  })
  return { header: ['thing', 'source', ...columns], dirty, clean, errors: ['sources that contradict each other'] }
}

/** Replaces 5% to 30% of the cells in columns that depend on a key with other values of the same column. */
function breakDependencies({ header, rows }: TextTable, random: RandomNumbers): InjectedErrors {
  const clean = rows.slice(0, 2000)
  const dirty = clean.map((row) => [...row])
  const errors: string[] = []
  header.forEach((column, to) => {
    const values = [...new Set(clean.map((row) => row[to] as string))]
    const key = header.findIndex((_, from) => from !== to && determines(clean, from, to))
    if (key < 0 || values.length < 3 || errors.length >= 3) return
    const rate = 0.05 + 0.25 * random.next()
    errors.push(`${column}: other values (${Math.round(100 * rate)} %), determined by ${header[key]}`)
    for (const row of dirty) if (random.chance(rate)) row[to] = random.pick(values)
  })
  return { dirty, clean, errors }
}

/**
 * Adds up to four columns that follow rules, with errors; swaps coordinates; and injects a typo into one in 200 cells.
 */
function injectRuleErrors({ header, rows, name }: TextTable, random: RandomNumbers, seed: number): InjectedErrors {
  const clean = rows.slice(0, 1500).map((row) => [...row])
  const dirty = dirtyTable({ name, header, rows: clean }, seed, 'hospital', 0.005)
  const errors: string[] = swapCoordinates(header, dirty, random) ? ['swapped coordinates'] : []
  const names = [...header]
  let candidates = [...ruleErrors]
  while (candidates.length > 0 && errors.length < 4) {
    const error = random.pick(candidates)
    candidates = candidates.filter((candidate) => candidate !== error)
    const added = error.make({ header: names, rows: clean }, random)
    if (!added) continue
    errors.push(error.name)
    names.push(...added.header)
    clean.forEach((row, index) => row.push(...(added.clean[index] as string[])))
    dirty.forEach((row, index) => row.push(...(added.dirty[index] as string[])))
  }
  return { header: names, dirty, clean, errors }
}

/** Adds columns with five kinds of format errors, and injects a typo into one in 200 cells. */
function injectFormErrors({ header, rows, name }: TextTable, random: RandomNumbers, seed: number): InjectedErrors {
  const clean = rows.slice(0, 1500).map((row) => [...row])
  const dirty = dirtyTable({ name, header, rows: clean }, seed, 'hospital', 0.005)
  const names = [...header]
  let candidates = [...formErrors]
  const errors: string[] = []
  while (errors.length < 5) {
    const error = random.pick(candidates)
    candidates = candidates.filter((candidate) => candidate !== error)
    const added = error.make({ header: names, rows: clean }, random)
    if (!added || added.header.some((column) => names.includes(column))) continue
    errors.push(error.name)
    names.push(...added.header)
    clean.forEach((row, index) => row.push(...(added.clean[index] as string[])))
    dirty.forEach((row, index) => row.push(...(added.dirty[index] as string[])))
  }
  return { header: names, dirty, clean, errors }
}

/**
 * Returns whether each value of one column determines the value of another, provided that the groups are large enough
 * to decide.
 */
function determines(rows: readonly (readonly string[])[], from: number, to: number): boolean {
  const values = new Map<string, string>()
  for (const row of rows) {
    const existing = values.get(row[from] as string)
    if (existing !== undefined && existing !== row[to]) return false
    values.set(row[from] as string, row[to] as string)
  }
  return values.size >= 8 && values.size * 5 <= rows.length
}
