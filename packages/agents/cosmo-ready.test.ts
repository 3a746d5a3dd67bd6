import { hashFile, openNodeFile } from '@aw-flow/data/node'
import { NodeError, TablesError } from '@aw-flow/engine'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadForCosmo } from './agents.ts'
import { isCodeName, isIdName, isRankName } from './column-meaning.ts'
import { level, selectSlowCases, sizes } from '../../test/sizes.ts'
import { openTestTables } from '../../test/open-tables.ts'

/**
 * The points that a person expects from a file: the source columns of the roles, or the code of the problem. Lists for
 * id, color and label are acceptable alternatives; `null` means none. An id `a+b` stands for the distinct ends of
 * links.
 */
type Expected =
  | { ready: false; code: string }
  | {
      ready: true
      id: string | null | (string | null)[]
      coordinates: string[] | { among: string[] }
      color: (string | null)[]
      label: (string | null)[]
      links: { source: string; target: string } | null
    }

/**
 * The table that a person expects from a file: rows, columns with types, id column, coordinates (two columns, none, or
 * any two of a list), and the number of nulls of some columns.
 */
interface ExpectedTable {
  rows: number
  columns: Record<string, string>
  id: string | null
  coordinates: string[] | { among: string[] }
  nulls?: Record<string, number>
}

const places = {
  vega: fileURLToPath(new URL('../../node_modules/vega-datasets/data/', import.meta.url)),
  aw: fileURLToPath(new URL('../../test/fixtures/cosmo-ready/', import.meta.url)),
}
const expectations = JSON.parse(
  readFileSync(new URL('./preparing/cosmo-ready/cosmo-ready.expected.json', import.meta.url), 'utf8'),
) as Record<string, Expected>
const expectedTables = JSON.parse(
  readFileSync(new URL('../../test/fixtures/loading/vega-datasets.json', import.meta.url), 'utf8'),
) as Record<string, ExpectedTable>

/** The files that are small enough for the current test size. */
const selected = selectSlowCases(Object.entries(expectations)).filter(([file]) => {
  const [place, name] = file.split('/') as [keyof typeof places, string]
  return statSync(places[place] + name).size <= sizes.fileMegabytes * 1e6
})
const isSelected = (name: string): boolean => selected.some(([file]) => file === `vega/${name}`)

const tables = await openTestTables()

/** Prepares each file once for all tests. */
const runs = new Map<string, ReturnType<typeof makePoints>>()
function points(file: string): ReturnType<typeof makePoints> {
  const known = runs.get(file) ?? makePoints(file)
  runs.set(file, known)
  return known
}

async function makePoints(file: string) {
  const [place, name] = file.split('/') as [keyof typeof places, string]
  const path = places[place] + name
  const prepared = await loadForCosmo(await openNodeFile(path, await hashFile(path)), { tables })
  const { roles, operations } = prepared.preparing.plan
  const sources = new Map(
    operations.flatMap((operation) => (operation.op === 'copy' ? [[operation.to, operation.column] as const] : [])),
  )
  const source = (column: string | undefined): string | null =>
    column === undefined ? null : (sources.get(column) ?? column)
  // The points of links are their ends, so no column identifies the rows.
  const isGenerated = operations.some(({ op }) => op === 'generate-id' || op === 'points-of-links')
  return {
    ...prepared,
    source,
    id: isGenerated ? null : source(roles?.id),
    coordinates: [roles?.x, roles?.y].flatMap((column) => source(column) ?? []),
  }
}

/** Returns the points of a file in the form of `Expected`. */
async function actualPoints(file: string): Promise<unknown> {
  try {
    const { preparing, validation, source, id, coordinates } = await points(file)
    const { roles, operations, links } = preparing.plan
    const ends = operations.find((operation) => operation.op === 'points-of-links')
    return {
      ready: validation.valid && preparing.links?.validation.valid !== false,
      id: ends ? `${ends.source}+${ends.target}` : id,
      coordinates,
      color: source(roles?.color),
      label: source(roles?.label),
      links: links ? { source: links.roles.source, target: links.roles.target } : null,
    }
  } catch (cause) {
    if (cause instanceof NodeError || cause instanceof TablesError) return { ready: false, code: cause.problem.code }
    throw cause
  }
}

/** Returns the expected points with each actual column that is an acceptable alternative. */
function withAlternatives(expected: Expected, actual: unknown): unknown {
  const found = actual as Partial<Extract<Expected, { ready: true }>> & { color?: string | null; label?: string | null }
  if (!expected.ready) return expected
  const oneOf = <T>(allowed: T | T[], actual: T): T | T[] =>
    Array.isArray(allowed) && allowed.includes(actual) ? actual : allowed
  const { coordinates } = expected
  const isAmong =
    'among' in coordinates &&
    Array.isArray(found.coordinates) &&
    found.coordinates.length === 2 &&
    found.coordinates.every((column) => coordinates.among.includes(column))
  return {
    ...expected,
    id: oneOf(expected.id, found.id as string | null),
    coordinates: isAmong ? found.coordinates : coordinates,
    color: oneOf(expected.color, found.color as never),
    label: oneOf(expected.label, found.label as never),
  }
}

/** Files whose plan differs from the expectation, with the difference; fewer than 5%. */
const deviations = new Map([
  [
    'vega/londonBoroughs.json',
    'the plan colors by the geometry type (Polygon, MultiPolygon); the person expects no color',
  ],
])

describe('points of a file as expected by a person', () => {
  it('are listed for every file', () => {
    const names = Object.keys(expectations).flatMap((file) => (file.startsWith('vega/') ? [file.slice(5)] : []))
    expect(names.toSorted()).toEqual(readdirSync(places.vega).toSorted())
    expect(deviations.size).toBeLessThan(0.05 * Object.keys(expectations).length)
  })

  let matching = 0
  it.each(selected)('%s', async (file, expected) => {
    const actual = await actualPoints(file)
    if (deviations.has(file)) expect(actual).not.toEqual(withAlternatives(expected, actual))
    else expect(actual).toEqual(withAlternatives(expected, actual))
    if (!deviations.has(file)) matching++
  })
  it('match except for the listed deviations', async ({ annotate }) => {
    await annotate(
      `${matching} of ${selected.length} files match: ${((100 * matching) / selected.length).toFixed(1)} %`,
    )
    expect(matching).toBe(selected.filter(([file]) => !deviations.has(file)).length)
  })
})

describe('tables of a file as expected by a person', () => {
  it.each(Object.entries(expectedTables).filter(([name]) => isSelected(name)))('%s', async (name, expected) => {
    const { loading, id, coordinates } = await points(`vega/${name}`)
    expect(Object.fromEntries(loading.columns.map((column) => [column.name, column.type]))).toEqual(expected.columns)
    expect(loading).toMatchObject({ rows: expected.rows, rejects: 0, encoding: 'utf-8' })
    for (const [column, nulls] of Object.entries(expected.nulls ?? {}))
      expect(loading.columns.find(({ name }) => name === column)).toMatchObject({ nulls, badCells: 0 })
    expect(id).toBe(expected.id)
    if (Array.isArray(expected.coordinates)) expect(coordinates).toEqual(expected.coordinates)
    else {
      expect(coordinates).toHaveLength(2)
      expect(expected.coordinates.among).toEqual(expect.arrayContaining(coordinates))
    }
  })

  it.each(['income.json', 'platformer-terrain.json'])(
    '%s: rejects an id column with duplicates, with a reason in the report',
    async (name) => {
      const { preparing, id } = await points(`vega/${name}`)
      expect(id).toBeNull()
      expect(preparing.warnings.find(({ code }) => code === 'prepare.id-generated')?.params).toMatchObject({
        reason: { code: 'prepare.id-not-unique', params: { column: 'id' } },
      })
    },
  )
})

const dataFiles = readdirSync(places.vega).filter((name) => /\.(?:csv|tsv|json)$/.test(name) && isSelected(name))

// The quick tests select one file, which may belong to another package.
describe.skipIf(level === 'quick' && dataFiles.length === 0)('every CSV and JSON file of the package', () => {
  it.each(dataFiles)('%s becomes valid points without ids, indexes or codes as coordinates', async (name) => {
    const { table, loading, preparing, validation, coordinates } = await points(`vega/${name}`)
    expect(validation).toMatchObject({ valid: true })
    expect(loading.columns.reduce((sum, { badCells }) => sum + badCells, 0)).toBe(0)
    const { applied, links, plan } = preparing
    expect(table.rows).toBe(
      applied.reduce((sum, { rowsDropped, rowsAdded }) => sum + rowsAdded - rowsDropped, loading.rows),
    )
    const isOfLinks = plan.operations.some(({ op }) => op === 'points-of-links')
    expect(isOfLinks ? links?.rowsOut : table.rows).toBeGreaterThan(0.9 * loading.rows)
    for (const column of coordinates)
      expect([column, isIdName(column) || isCodeName(column) || isRankName(column)]).toEqual([column, false])
  })
})
