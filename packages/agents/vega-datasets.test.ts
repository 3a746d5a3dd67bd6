import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadForCosmo } from './agents.ts'
import { isCodeName, isIdName, isRankName } from './column-meaning.ts'
import { shareOf } from '../../test/sizes.ts'

/**
 * What a person says who has looked at these files: rows, columns with types, the column that identifies the rows (or
 * none), the columns that are coordinates (or none, or any two of some), and empty cells of some columns.
 */
interface Expected {
  rows: number
  columns: Record<string, string>
  id: string | null
  coordinates: string[] | { among: string[] }
  nulls?: Record<string, number>
}

const folder = fileURLToPath(new URL('../../node_modules/vega-datasets/data/', import.meta.url))
const expectations = JSON.parse(
  readFileSync(new URL('./vega-datasets.expected.json', import.meta.url), 'utf8'),
) as Record<string, Expected>

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

const runs = new Map<string, ReturnType<typeof runOnce>>()
const run = (name: string): ReturnType<typeof runOnce> => {
  const known = runs.get(name) ?? runOnce(name)
  runs.set(name, known)
  return known
}

async function runOnce(name: string) {
  const path = folder + name
  const { table, loading, preparing, validation } = await loadForCosmo(await nodeFile(path, await hashFile(path)), {
    tables,
  })
  const sources = Object.fromEntries(
    preparing.plan.operations.flatMap((one) => (one.op === 'copy' ? [[one.to, one.column]] : [])),
  )
  const roles = preparing.plan.roles!
  const source = (column: string): string => sources[column] ?? column
  // The points of links are their ends; none of the columns identifies the rows.
  const isGenerated = preparing.plan.operations.some(({ op }) => op === 'generate-id' || op === 'points-of-links')
  return {
    table,
    loading,
    preparing,
    validation,
    id: isGenerated ? null : source(roles.id),
    coordinates: [roles.x, roles.y].filter((column) => column !== undefined).map(source),
  }
}

describe('what was written down before', () => {
  it.each(shareOf(Object.entries(expectations)))('%s', async (name, expected) => {
    const { loading, id, coordinates } = await run(name)
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
      const { preparing, id } = await run(name)
      expect(id).toBeNull()
      expect(preparing.warnings.find(({ code }) => code === 'prepare.id-generated')?.message).toMatch(
        /^`id` repeats \(\d+ different values/,
      )
    },
  )
})

describe('every CSV and JSON file of the package', () => {
  const names = shareOf(readdirSync(folder).filter((name) => /\.(?:csv|tsv|json)$/.test(name)))

  it.each(names)('%s becomes valid points, and no id, index or code is a coordinate', async (name) => {
    const { table, loading, preparing, validation, coordinates } = await run(name)
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
