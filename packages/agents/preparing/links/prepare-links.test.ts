import { createCosmographConfig, preparationReportSchema } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { previewPreparation } from '../preview-preparation.ts'
import { listWarningCodes, openPreparationTest } from '../test-preparing.ts'
import { makeTable, readRows } from '../test-table.ts'

const { tables, prepare } = await openPreparationTest()

const edges = () =>
  makeTable(
    tables,
    'edges',
    ['source VARCHAR', 'target VARCHAR', 'weight BIGINT'],
    [
      ['B', 'A ', 2],
      ['A', 'C', 1],
      ['C', 'C', 5],
      ['B', 'A', 2],
      ['B', null, 1],
    ],
  )

describe('links', () => {
  it('become points and links; self-loops and duplicates are reported and kept', async () => {
    const { table, links, report } = await prepare(await edges())
    expect(await readRows(tables, table)).toEqual([
      ['B', 0, 2],
      ['A', 1, 3],
      ['C', 2, 3],
    ])
    expect(await readRows(tables, links!)).toEqual([
      ['B', 'A', 0, 1, 2],
      ['A', 'C', 1, 2, 1],
      ['C', 'C', 2, 2, 5],
      ['B', 'A', 0, 1, 2],
    ])
    expect(report).toEqual(preparationReportSchema.parse(JSON.parse(JSON.stringify(report))))
    expect(report.validation.valid && report.links?.validation.valid).toBe(true)
    expect(report.links).toMatchObject({ rowsIn: 5, rowsOut: 4, selfLoops: 1, duplicates: 1 })
    expect(report.links?.applied[0]).toMatchObject({ rowsDropped: 1 })
    expect(listWarningCodes(report)).toEqual(
      expect.arrayContaining(['prepare.links-dropped', 'prepare.self-loops', 'prepare.duplicate-links']),
    )
    const preview = await previewPreparation({ tables, table: await edges(), plan: report.plan })
    expect(preview.links).toEqual({ applied: report.links?.applied, rowsIn: 5, rowsOut: 4 })
    const config = createCosmographConfig(report.plan)
    expect(config.javascript).toMatchObject({
      pointIdBy: 'id',
      linkSourceIndexBy: 'source_index',
      linkWidthBy: 'weight',
    })
    expect(config.python).toMatchObject({ point_index_by: 'index', link_target_by: 'target', link_width_by: 'weight' })
  })

  it('in a separate table refer to the column with their ends', async () => {
    const points = await makeTable(
      tables,
      'points',
      ['name VARCHAR', 'nr BIGINT'],
      [
        ['x', 10],
        ['y', 11],
        ['z', 12],
      ],
    )
    const namedTables = await makeTable(
      tables,
      'given',
      ['from VARCHAR', 'to VARCHAR'],
      [
        ['10', '11'],
        ['12', '99'],
      ],
    )
    const { links, report } = await prepare(points, { namedTables: { links: namedTables } })
    expect(await readRows(tables, links!)).toEqual([['10', '11', 0, 1]])
    expect(report.plan.operations[0]).toMatchObject({ op: 'copy', column: 'nr', to: 'id' })
  })

  it('are not detected if `from` and `to` have no common values', async () => {
    const table = await makeTable(
      tables,
      'trips',
      ['from VARCHAR', 'to VARCHAR', 'km DOUBLE'],
      [
        ['a', 'x', 1.5],
        ['b', 'y', 2.5],
        ['c', 'z', 3.5],
      ],
    )
    expect((await prepare(table)).links).toBeUndefined()
  })
})
