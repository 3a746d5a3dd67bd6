import { describe, expect, it } from 'vitest'
import { openPreparationTest } from '../test-preparing.ts'
import { makeMeasuresTable } from '../test-table.ts'

const { tables, prepare } = await openPreparationTest()

describe('layouts', () => {
  it('makes a projection on request, the same for the same seed', async () => {
    const table = await makeMeasuresTable(tables)
    const hash = async (seed: number): Promise<string> =>
      tables.contentHash((await prepare(table, { layout: 'projection', seed })).table)
    const { report } = await prepare(table, { layout: 'projection', seed: 7 })
    expect(report.plan.roles).toMatchObject({ x: 'x', y: 'y' })
    expect(report.validation.valid).toBe(true)
    expect(report.warnings.find(({ code }) => code.endsWith('coordinates'))?.params).toMatchObject({
      reason: { code: 'prepare.coordinates-projected', params: { seed: 7 } },
    })
    expect(await hash(7)).toBe(await hash(7))
    expect(await hash(7)).not.toBe(await hash(8))
    expect((await prepare(table, { layout: 'simulation' })).report.plan.roles).not.toHaveProperty('x')
  })
})
