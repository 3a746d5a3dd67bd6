import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { PreparationPlan } from '@aw-flow/schema'
import { createCosmographConfig } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { planCosmoReady } from './plan-cosmo-ready.ts'
import { profileTable } from '../../profiling/profile-table.ts'
import { makeTable } from '../test-table.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

type Cell = null | boolean | number | string
const plan = async (columns: string[], rows: Cell[][]): Promise<PreparationPlan> =>
  planCosmoReady(await profileTable(tables, await makeTable(tables, 'plan', columns, rows)))
const many = (row: (index: number) => Cell[], count = 40): Cell[][] =>
  Array.from({ length: count }, (_, index) => row(index))
const copies = ({ operations }: PreparationPlan): Record<string, string> =>
  Object.fromEntries(
    operations.flatMap((operation) => (operation.op === 'copy' ? [[operation.to, operation.column]] : [])),
  )
const ops = ({ operations }: PreparationPlan): string[] => operations.map(({ op }) => op)
const messages = ({ notes }: PreparationPlan): string =>
  notes.map((note) => englishFormatter.renderProblem(note).message).join('\n')
const spread = (index: number, factor: number): number => ((index * factor) % 97) + index / 7

describe('the id', () => {
  it('is a unique column named `id` without nulls, as text', async () => {
    const result = await plan(
      ['id BIGINT', 'name VARCHAR'],
      many((index) => [index + 5, `n${index}`]),
    )
    expect(result.roles!.id).toBe('id')
    expect(result.operations[0]).toMatchObject({ op: 'cast', column: 'id', type: 'VARCHAR' })
  })

  it.each(['item_id', 'userId', 'Candidate_Identification', 'zip_code', 'uuid'])('is a copy of `%s`', async (name) => {
    const result = await plan(
      [`${name} VARCHAR`, 'n BIGINT'],
      many((index) => [`x y ${index}`, index % 3]),
    )
    expect(copies(result)).toMatchObject({ id: name })
  })

  it('is a column whose values have the form of ids', async () => {
    const result = await plan(
      ['n BIGINT', 'ref VARCHAR'],
      many((index) => [index % 3, `AB-${1000 + index}`]),
    )
    expect(copies(result)).toMatchObject({ id: 'ref' })
    expect(messages(result)).toContain('its values look like ids')
  })

  it('is a column of UUIDs with any name, as text', async () => {
    const result = await plan(
      ['n BIGINT', 'ref UUID'],
      many((index) => [index % 3, `8c7d1a52-0b1e-4f7e-9d7c-1f2e3d4c${String(5000 + index)}`]),
    )
    expect(copies(result)).toMatchObject({ id: 'ref' })
    expect(result.operations).toContainEqual(expect.objectContaining({ op: 'copy', to: 'id', type: 'VARCHAR' }))
  })

  it('is not a column that is only unique', async () => {
    const result = await plan(
      ['name VARCHAR', 'value DOUBLE'],
      many((index) => [`Some name ${index}`, index / 3]),
    )
    expect(result.operations[0]).toMatchObject({ op: 'generate-id', to: 'id', prefix: 'row-' })
  })

  it('is generated with a different name if `id` has duplicates, with a note', async () => {
    const result = await plan(
      ['id BIGINT', 'v DOUBLE'],
      many((index) => [index % 4, index / 3]),
    )
    expect(result.operations[0]).toMatchObject({ op: 'generate-id', to: 'point_id' })
    expect(result.roles!.id).toBe('point_id')
    expect(result.notes[0]).toMatchObject({ code: 'prepare.id-generated', severity: 'warning' })
    expect(messages(result)).toContain('`id` has 4 distinct values in 40 rows')
  })

  it('is generated if `id` has nulls', async () => {
    const result = await plan(
      ['ID BIGINT'],
      many((index) => [index === 3 ? null : index]),
    )
    expect(result.roles!.id).toBe('point_id')
    expect(messages(result)).toContain('`ID` is null in 1 of 40 rows')
  })

  it('is trimmed, unless that would make values equal', async () => {
    const trimmed = await plan(
      ['id VARCHAR'],
      many((index) => [` a${index} `]),
    )
    expect(ops(trimmed)).toContain('trim')
    const alike = await plan(['id VARCHAR'], [['a'], [' a'], ['b']])
    expect(alike.roles!.id).toBe('point_id')
  })
})

describe('coordinates', () => {
  it.each([
    ['longitude', 'latitude'],
    ['lon', 'lat'],
    ['place.lng', 'place.lat'],
    ['cx', 'cy'],
    ['easting', 'northing'],
    ['umap_1', 'umap_2'],
  ])('are `%s` and `%s` by name, before better measurements', async (x, y) => {
    const rows = many((index) => [index, spread(index, 31), index % 9, (index * 7) % 11])
    const result = await plan(['n BIGINT', 'm DOUBLE', `${y} DOUBLE`, `${x} DOUBLE`], rows)
    expect(copies(result)).toMatchObject({ x, y })
    expect(messages(result)).toContain('according to their names')
  })

  it('are not copied if their names are x and y', async () => {
    const result = await plan(
      ['X BIGINT', 'y DOUBLE'],
      many((index) => [index % 5, index / 3]),
    )
    expect(result.roles).toMatchObject({ x: 'X', y: 'y' })
    expect(copies(result)).toEqual({})
  })

  it('are not chosen if x numbers the rows', async () => {
    const result = await plan(
      ['x BIGINT', 'y DOUBLE'],
      many((index) => [index, index / 3]),
    )
    expect([result.roles!.x, result.roles!.y]).toEqual([undefined, undefined])
  })

  it('are otherwise two measurements, complete ones first', async () => {
    const result = await plan(
      ['a DOUBLE', 'gap DOUBLE', 'b DOUBLE'],
      many((index) => [spread(index, 31), index === 3 ? null : spread(index, 17), spread(index, 13)]),
    )
    expect(copies(result)).toMatchObject({ x: 'a', y: 'b' })
    expect(ops(result)).not.toContain('drop-null-rows')
  })

  it.each([
    ['customer_id', (index: number) => index * 3],
    ['zip', (index: number) => 10_000 + index * 7],
    ['fips_code', (index: number) => 1000 + index],
    ['phone', (index: number) => 555_000 + index * 13],
    ['rank', (index: number) => 100 - index],
    ['row_number', (index: number) => index * 2],
    ['index', (index: number) => index * 2],
    ['year', (index: number) => 1950 + index],
    ['parent', (index: number) => index * 2],
    ['n', (index: number) => index],
    ['m', (index: number) => 41 - index],
    ['constant', () => 7],
    ['sex', (index: number) => 1 + (index % 2)],
  ])('are never `%s`', async (name, value) => {
    const result = await plan(
      [`${name} BIGINT`, 'v DOUBLE'],
      many((index) => [value(index), spread(index, 31)]),
    )
    expect(result.roles!.x).toBeUndefined()
    expect(messages(result)).toContain('Cosmograph computes the layout')
    expect(messages(result)).toContain(`\`${name}\` (`)
  })

  it('drop only rows without a value', async () => {
    const result = await plan(
      ['lon DOUBLE', 'lat DOUBLE'],
      many((index) => [index === 2 ? null : index % 9, index === 4 ? Infinity : index % 7]),
    )
    expect(ops(result)).toContain('drop-null-rows')
    expect(result.operations.find(({ op }) => op === 'finite')).toMatchObject({ column: 'y' })
  })

  it('are not chosen if most rows would be dropped', async () => {
    const result = await plan(
      ['lon DOUBLE', 'lat DOUBLE'],
      many((index) => [index < 30 ? null : index % 9, index % 7]),
    )
    expect(result.roles!.x).toBeUndefined()
  })

  it('are not longitude and latitude if the numbers are out of range', async () => {
    const result = await plan(
      ['longitude BIGINT', 'latitude BIGINT'],
      many((index) => [index * 10_000, index * 20_000 + (index % 3)]),
    )
    expect(messages(result)).not.toContain('according to their names')
  })
})

describe('roles', () => {
  it('include size, color, label and time by the contents of columns', async () => {
    const result = await plan(
      ['lon DOUBLE', 'lat DOUBLE', 'population BIGINT', 'kind VARCHAR', 'name VARCHAR', 'day DATE'],
      many((index) => [
        index % 9,
        index % 7,
        index * 31,
        `k${index % 3}`,
        `Town of ${index}`,
        `2024-01-${String(1 + (index % 28)).padStart(2, '0')}`,
      ]),
    )
    expect(result.roles).toMatchObject({ size: 'population', color: 'kind', label: 'name', time: 'day' })
  })

  it('include a cluster if a column that groups rows has such a name', async () => {
    const rows = many((index) => [index % 40, `c${index % 4}`, index % 3, index], 80)
    const result = await plan(['mass DOUBLE', 'kind VARCHAR', 'community BIGINT', 'group_nr BIGINT'], rows)
    expect(result.roles).toMatchObject({ color: 'kind', cluster: 'community' })
    expect(createCosmographConfig(result).javascript).toMatchObject({ pointClusterBy: 'community' })
    expect(createCosmographConfig(result).python).toMatchObject({ point_cluster_by: 'community' })
    expect(
      (
        await plan(
          ['kind VARCHAR', 'mass DOUBLE'],
          rows.map((row) => [row[1], row[0]] as never),
        )
      ).roles,
    ).not.toHaveProperty('cluster')
  })

  it('use a column of at most 50 categories as color', async () => {
    const result = await plan(
      ['k VARCHAR', 'few VARCHAR'],
      many((index) => [`k${index % 51}`, `f${index % 50}`], 200),
    )
    expect(result.roles!.color).toBe('few')
  })

  it('do not use negative measurements, coordinates and JSON', async () => {
    const result = await plan(
      ['lat DOUBLE', 'delta DOUBLE', 'shape VARCHAR'],
      many((index) => [index % 7, index - 20.5, `[${index}]`]),
    )
    expect(result.roles!.size).toBeUndefined()
    expect(result.roles!.label).toBeUndefined()
  })
})

describe('the index', () => {
  it('is a new row number, or an existing one', async () => {
    const fresh = await plan(
      ['v DOUBLE'],
      many((index) => [index / 3]),
    )
    expect(fresh.roles!.index).toBe('index')
    expect(ops(fresh)).toContain('number-rows')
    const there = await plan(
      ['Index BIGINT', 'v DOUBLE'],
      many((index) => [index, index / 3]),
    )
    expect(there.roles!.index).toBe('Index')
    expect(ops(there)).not.toContain('number-rows')
  })

  it('has a different name if `index` is not a row number', async () => {
    const result = await plan(
      ['index BIGINT', 'v DOUBLE'],
      many((index) => [index * 2, index / 3]),
    )
    expect(result.roles!.index).toBe('point_index')
  })
})

it('drops only columns without a name and values', async () => {
  const result = await plan(
    ['v DOUBLE', 'column_2 VARCHAR', 'note VARCHAR'],
    many((index) => [index / 3, null, null]),
  )
  expect(result.operations.filter(({ op }) => op === 'drop-column')).toMatchObject([{ column: 'column_2' }])
})
