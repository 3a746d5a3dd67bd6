import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import { NodeError, TablesError, type Tables } from '@aw-flow/engine'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadForCosmo } from './agents.ts'
import { isCodeName, isIdName, isRankName } from './column-meaning.ts'
import { selectCases, sizes } from '../../test/sizes.ts'

/**
 * What a person says who has looked at these files: whether they become points, by which columns (of the source), or why
 * not. A list of columns for colour and label are those that would do; `null` in it: none would do, too. An id of `a+b`
 * are the different ends of links.
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
 * What a person says who has looked at these files: rows, columns with types, the column that identifies the rows (or
 * none), the columns that are coordinates (or none, or any two of some), and empty cells of some columns.
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

/** The files that this level loads, for all checks below: to load a file and make points of it takes the time. */
const asked = selectCases(Object.entries(expectations)).filter(([file]) => {
  const [place, name] = file.split('/') as [keyof typeof places, string]
  return statSync(places[place] + name).size <= sizes.fileMegabytes * 1e6
})
const isAsked = (name: string): boolean => asked.some(([file]) => file === `vega/${name}`)

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

/** Every file is made points once, whatever is asked of it. */
const runs = new Map<string, ReturnType<typeof makePoints>>()
function points(file: string): ReturnType<typeof makePoints> {
  const known = runs.get(file) ?? makePoints(file)
  runs.set(file, known)
  return known
}

async function makePoints(file: string) {
  const [place, name] = file.split('/') as [keyof typeof places, string]
  const path = places[place] + name
  const made = await loadForCosmo(await nodeFile(path, await hashFile(path)), { tables })
  const { roles, operations } = made.preparing.plan
  const sources = new Map(operations.flatMap((one) => (one.op === 'copy' ? [[one.to, one.column] as const] : [])))
  const source = (column: string | undefined): string | null =>
    column === undefined ? null : (sources.get(column) ?? column)
  // The points of links are their ends; none of the columns identifies the rows.
  const isGenerated = operations.some(({ op }) => op === 'generate-id' || op === 'points-of-links')
  return {
    ...made,
    source,
    id: isGenerated ? null : source(roles?.id),
    coordinates: [roles?.x, roles?.y].flatMap((column) => source(column) ?? []),
  }
}

/** What became of a file, in the words of what is expected. */
async function found(file: string): Promise<unknown> {
  try {
    const { preparing, validation, source, id, coordinates } = await points(file)
    const { roles, operations, links } = preparing.plan
    const ends = operations.find((one) => one.op === 'points-of-links')
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

/** What is expected with what was found in its place, where that would do. */
function settled(expected: Expected, actual: unknown): unknown {
  const own = actual as Partial<Extract<Expected, { ready: true }>> & { color?: string | null; label?: string | null }
  if (!expected.ready) return expected
  const oneOf = <T>(allowed: T | T[], one: T): T | T[] =>
    Array.isArray(allowed) && allowed.includes(one) ? one : allowed
  const { coordinates } = expected
  const isAmong =
    'among' in coordinates &&
    Array.isArray(own.coordinates) &&
    own.coordinates.length === 2 &&
    own.coordinates.every((column) => coordinates.among.includes(column))
  return {
    ...expected,
    id: oneOf(expected.id, own.id as string | null),
    coordinates: isAmong ? own.coordinates : coordinates,
    color: oneOf(expected.color, own.color as never),
    label: oneOf(expected.label, own.label as never),
  }
}

/** Files of which the planner says something else than the person, and what; fewer than 5 of 100. */
const otherwise = new Map([
  [
    'vega/londonBoroughs.json',
    'takes the kind of outline (Polygon, MultiPolygon) for a colour, where the person sees none',
  ],
])

describe('what a person says of a file', () => {
  it('is written down for every file', () => {
    const names = Object.keys(expectations).flatMap((file) => (file.startsWith('vega/') ? [file.slice(5)] : []))
    expect(names.toSorted()).toEqual(readdirSync(places.vega).toSorted())
    expect(otherwise.size).toBeLessThan(0.05 * Object.keys(expectations).length)
  })

  let right = 0
  it.each(asked)('%s', async (file, expected) => {
    const actual = await found(file)
    if (otherwise.has(file)) expect(actual).not.toEqual(settled(expected, actual))
    else expect(actual).toEqual(settled(expected, actual))
    if (!otherwise.has(file)) right++
  })
  it('is so of all but those that are listed', async ({ annotate }) => {
    await annotate(
      `${right} of ${asked.length} files are as a person says: ${((100 * right) / asked.length).toFixed(1)} %`,
    )
    expect(right).toBe(asked.filter(([file]) => !otherwise.has(file)).length)
  })
})

describe('what was written down before of tables', () => {
  it.each(Object.entries(expectedTables).filter(([name]) => isAsked(name)))('%s', async (name, expected) => {
    const { loading, id, coordinates } = await points(`vega/${name}`)
    expect(Object.fromEntries(loading.columns.map((column) => [column.name, column.type]))).toEqual(expected.columns)
    expect(loading).toMatchObject({ rows: expected.rows, rejects: 0, encoding: 'utf-8' })
    for (const [column, nulls] of Object.entries(expected.nulls ?? {}))
      expect(loading.columns.find((one) => one.name === column)).toMatchObject({ nulls, badCells: 0 })
    expect(id).toBe(expected.id)
    if (Array.isArray(expected.coordinates)) expect(coordinates).toEqual(expected.coordinates)
    else {
      expect(coordinates).toHaveLength(2)
      expect(expected.coordinates.among).toEqual(expect.arrayContaining(coordinates))
    }
  })

  it.each(['income.json', 'platformer-terrain.json'])(
    '%s: an id that repeats is none, and the report says so',
    async (name) => {
      const { preparing, id } = await points(`vega/${name}`)
      expect(id).toBeNull()
      expect(preparing.warnings.find(({ code }) => code === 'prepare.id-generated')?.params).toMatchObject({
        reason: { code: 'prepare.id-not-unique', params: { column: 'id' } },
      })
    },
  )
})

describe('every CSV and JSON file of the package', () => {
  const names = readdirSync(places.vega).filter((name) => /\.(?:csv|tsv|json)$/.test(name) && isAsked(name))

  it.each(names)('%s becomes valid points, and no id, index or code is a coordinate', async (name) => {
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
