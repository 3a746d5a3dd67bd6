import { preparationPlanSchema } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { parseValidator } from '../../validating/parse-validator.ts'
import { listWarningCodes, openPreparationTest } from '../test-preparing.ts'
import { makeTable, readRows } from '../test-table.ts'

const { tables, prepare } = await openPreparationTest()

describe('a custom target', () => {
  it('renames, converts and drops to meet the schema', async () => {
    const table = await makeTable(
      tables,
      'own',
      ['Id VARCHAR', 'prise VARCHAR', 'more VARCHAR'],
      [
        ['1', '2.5', 'x'],
        ['2', 'none', 'x'],
        ['2', '4', 'x'],
        [null, '5', 'x'],
      ],
    )
    const schema = {
      columns: [
        { name: 'id', type: 'integer' as const, unique: true, nullable: false },
        { name: 'price', type: 'number' as const },
      ],
      strict: true,
    }
    const { table: made, report } = await prepare(table, { target: 'own', schema })
    expect(report.validation.valid).toBe(true)
    expect(await readRows(tables, made)).toEqual([
      [1, 2.5],
      [2, null],
    ])
    const lacking = await prepare(table, { target: 'own', schema: { columns: [{ name: 'weight' }] } })
    expect(lacking.report.validation.valid).toBe(false)
    expect(listWarningCodes(lacking.report)).toContain('prepare.missing-column')
  })

  it('plans for the schemas of a validator, validates with it, and stores it in the plan', async () => {
    const table = await makeTable(
      tables,
      'own',
      ['Price VARCHAR', 'n BIGINT'],
      [
        [' 2.5', 1],
        ['4', 2],
      ],
    )
    const { validator, problems } = parseValidator({
      all: [{ columns: [{ name: 'price', type: 'number' }] }, { sql: 'price > 3' }, { info: ['rows = 2'] }],
    })
    expect(problems).toEqual([])
    const { table: made, report } = await prepare(table, { target: 'own', validator: validator! })
    expect(made.columns[0]).toEqual({ name: 'price', type: 'DOUBLE' })
    expect(report.validation.rules.filter(({ valid }) => !valid)).toMatchObject([{ code: 'sql', failing: 1 }])
    expect(report.validation.valid).toBe(false)
    const plan = preparationPlanSchema.parse(JSON.parse(JSON.stringify(report.plan)))
    const right = await makeTable(
      tables,
      'next',
      ['Price VARCHAR', 'n BIGINT'],
      [
        ['5', 1],
        ['4', 2],
      ],
    )
    expect((await prepare(right, { target: 'own', plan })).report.validation.valid).toBe(true)
  })
})
