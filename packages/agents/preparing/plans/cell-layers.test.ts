import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Operation } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../../test/sizes.ts'
import { compileForTable } from './compile-for-table.ts'
import type { CompiledPlan, PlanStep } from './compile-plan.ts'
import { countPlanEffects } from './count-plan-effects.ts'
import { makeTable } from '../test-table.ts'
import { makeOperationTables } from '../operations/test-operations-suite.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const reason = 'required by a test'
const column = fc.constantFrom('num1', 'int1', 'txt1', 'txt2', 'new1', 'NEW2')
const fresh = fc.constantFrom('new1', 'NEW2', 'txt1', 'Num1')

/** Operations that read and overwrite each other's columns; many are incompatible. */
const operation: fc.Arbitrary<Operation> = fc.oneof(
  column.map((chosen): Operation => ({ op: 'trim', reason, column: chosen })),
  column.map((chosen): Operation => ({ op: 'case', reason, column: chosen, to: 'upper' })),
  fc
    .tuple(column, fresh)
    .map(([chosen, to]): Operation => ({ op: 'copy', reason, column: chosen, to, type: 'VARCHAR' })),
  fc.tuple(column, fresh).map(([chosen, to]): Operation => ({ op: 'rename', reason, column: chosen, to })),
  column.map((chosen): Operation => ({ op: 'drop-column', reason, column: chosen })),
  fc.tuple(column, column, fresh).map(([left, right, to]): Operation => ({
    op: 'join-columns',
    reason,
    columns: [left, right],
    separator: '+',
    to,
  })),
  column.map((chosen): Operation => ({ op: 'drop-null-rows', reason, columns: [chosen] })),
  column.map((chosen): Operation => ({ op: 'filter', reason, expression: `$string(\`${chosen}\`) != "2"` })),
  column.map((chosen): Operation => ({ op: 'fill', reason, column: chosen, how: 'constant', value: 7 })),
  column.map((chosen): Operation => ({ op: 'fill', reason, column: chosen, how: 'previous' })),
  fresh.map((to): Operation => ({ op: 'number-rows', reason, to })),
  fresh.map((to): Operation => ({ op: 'generate-id', reason, to, prefix: 'r' })),
)

/** Returns the rows after each step as nested SELECTs, which define the meaning of a plan. */
function selectStepByStep(plan: CompiledPlan): Sql[] {
  const stages = [plan.selectAfter(0)]
  for (const { compiled } of plan.steps) {
    const before = stages.at(-1)!
    if (compiled.kind === 'table') stages.push(sql`WITH w AS (${before}) ${compiled.select(sql`w`)}`)
    else {
      const cells = compiled.outputColumns.map(
        ({ column: { name: output }, value, sources }) =>
          sql`${value ?? quoteIdentifier(sources[0]!)} AS ${quoteIdentifier(output)}`,
      )
      const where = compiled.where ? sql` WHERE ${compiled.where.condition}` : sql``
      stages.push(sql`SELECT ${[...cells, plan.row]} FROM (${before})${where}`)
    }
  }
  return stages
}

/** Compiles the compatible operations to a plan, in order. */
function fitting(operations: readonly Operation[], compile: (all: Operation[]) => CompiledPlan): CompiledPlan {
  let plan = compile([])
  const accepted: Operation[] = []
  for (const operation of operations) {
    try {
      plan = compile([...accepted, operation])
      accepted.push(operation)
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
    }
  }
  return plan
}

const rowsOf = async ({ row, steps }: CompiledPlan, at: number, stage: Sql): Promise<unknown> => {
  const columns = at === 0 ? [] : (steps[at - 1] as PlanStep).columns
  const cells = columns.map((column) => sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR)`)
  return tables.rows(sql`SELECT [${cells}] AS cells, CAST(${row} AS VARCHAR) AS place FROM (${stage}) ORDER BY ${row}`)
}

describe('layered SELECTs', () => {
  it('return the same rows and counts as one SELECT per step', async () => {
    const { table } = await makeOperationTables(tables, seed, 20)
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 14 }), async (operations) => {
        const plan = fitting(operations, (all) => compileForTable({ table, operations: all }))
        const stages = selectStepByStep(plan)
        for (const [at, stage] of stages.entries())
          expect({ at, rows: await rowsOf(plan, at, plan.selectAfter(at)) }).toEqual({
            at,
            rows: await rowsOf(plan, at, stage),
          })
        const { applied, rowsOut } = await countPlanEffects(tables, plan, table.rows)
        const lengths = await Promise.all(
          stages.map(async (stage) => Number((await tables.rows(sql`SELECT count(*) AS n FROM (${stage})`))[0]?.n)),
        )
        expect(applied.map(({ rowsDropped }) => rowsDropped)).toEqual(
          lengths.slice(1).map((length, index) => lengths[index]! - length),
        )
        expect(rowsOut).toBe(lengths.at(-1))
      }),
      { seed, numRuns: Math.ceil(sizes.databaseRuns / 2) },
    )
  })

  it('are as many as the longest chain of dependent steps, for any number of columns', async () => {
    const names = Array.from({ length: sizes.wideColumns }, (_, index) => `c ${index}`)
    const table = await makeTable(
      tables,
      'wide',
      names.map((column) => `${column} DOUBLE`),
      [names.map((_, index) => (index % 2 === 0 ? null : index)), names.map((_, index) => index)],
    )
    const operations = names.flatMap((column): Operation[] => [
      { op: 'fill', reason, column, how: 'constant', value: 1 },
      { op: 'scale', reason, column, offset: 0, divisor: 2 },
    ])
    const plan = compileForTable({ table, operations })
    expect(plan.select.text.match(/FROM \(/g)?.length).toBeLessThan(5)
    const output = await tables.create(plan.select, { id: 'wide-made' })
    expect([output.rows, output.columns.length]).toEqual([2, sizes.wideColumns])
    expect(plan.countStatements.every(({ select }) => select.text.length < 50_000)).toBe(true)
  })
})
