import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import { NodeError, TablesError, type Tables } from '@aw-flow/engine'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadForCosmo } from './agents.ts'
import { shareOf } from '../../test/sizes.ts'

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

const places = {
  vega: fileURLToPath(new URL('../../node_modules/vega-datasets/data/', import.meta.url)),
  aw: fileURLToPath(new URL('./preparing/fixtures/aw/', import.meta.url)),
}
const expectations = JSON.parse(
  readFileSync(new URL('./preparing/cosmo-ready.expected.json', import.meta.url), 'utf8'),
) as Record<string, Expected>

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

async function found(file: string): Promise<unknown> {
  const [place, name] = file.split('/') as [keyof typeof places, string]
  const path = places[place] + name
  try {
    const { preparing, validation, table, links } = await loadForCosmo(await nodeFile(path, await hashFile(path)), {
      tables,
    })
    const { roles, operations, links: linked } = preparing.plan
    const sources = new Map(operations.flatMap((one) => (one.op === 'copy' ? [[one.to, one.column] as const] : [])))
    const source = (column: string | undefined): string | null =>
      column === undefined ? null : (sources.get(column) ?? column)
    const ends = operations.find((one) => one.op === 'points-of-links')
    await tables.drop(table.id)
    if (links) await tables.drop(links.id)
    return {
      ready: validation.valid && preparing.links?.validation.valid !== false,
      id: ends
        ? `${ends.source}+${ends.target}`
        : operations.some(({ op }) => op === 'generate-id')
          ? null
          : source(roles?.id),
      coordinates: [roles?.x, roles?.y].flatMap((column) => source(column) ?? []),
      color: source(roles?.color),
      label: source(roles?.label),
      links: linked ? { source: linked.roles.source, target: linked.roles.target } : null,
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

  it.each(shareOf(Object.entries(expectations)).filter(([file]) => !otherwise.has(file)))(
    '%s',
    async (file, expected) => {
      const actual = await found(file)
      expect(actual).toEqual(settled(expected, actual))
    },
  )
})
