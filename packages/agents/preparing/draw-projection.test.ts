import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareTable, type PrepareTableOptions } from './prepare-table.ts'
import { makeMeasures } from './test-table.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

const prepare = (table: TableRef, more: Partial<PrepareTableOptions> = {}) =>
  prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', ...more })

describe('layouts', () => {
  it('draws a projection when it is asked for, the same for the same seed', async () => {
    const table = await makeMeasures(tables)
    const hash = async (seed: number): Promise<string> =>
      tables.contentHash((await prepare(table, { layout: 'projection', seed })).table)
    const { report } = await prepare(table, { layout: 'projection', seed: 7 })
    expect(report.plan.roles).toMatchObject({ x: 'x', y: 'y' })
    expect(report.validation.valid).toBe(true)
    expect(
      report.warnings.find(({ code }) => code === 'prepare.no-coordinates' || code === 'prepare.coordinates')?.message,
    ).toContain('the seed 7')
    expect(await hash(7)).toBe(await hash(7))
    expect(await hash(7)).not.toBe(await hash(8))
    expect((await prepare(table, { layout: 'simulation' })).report.plan.roles).not.toHaveProperty('x')
  })
})
