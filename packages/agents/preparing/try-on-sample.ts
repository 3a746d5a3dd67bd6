import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { validateTable } from '../validating/validate-table.ts'
import { compileForTable, type GivenTables } from './compile-for-table.ts'
import type { Findings } from './propose-plan.ts'
import { schemaOfParts, targetSchema } from './targets/target-schema.ts'

const sampledFrom = 50_000
const sampleRows = 2_000

/**
 * Carries a plan out on every so-manieth row of a large table (50,000 rows and more), and validates what comes of it by
 * those rules that every part of a valid table keeps: what fails here fails on the whole, which then need not be made.
 * Answers the rules that fail; none of a small table. Throws, as `compileForTable` and the database do, for a plan that
 * cannot be carried out.
 */
export async function tryOnSample(
  plan: PreparationPlan,
  options: { tables: Tables; table: TableRef; id: string; given?: GivenTables; signal?: AbortSignal },
): Promise<Findings> {
  const { tables, table, id, signal, given = {} } = options
  if (table.rows <= sampledFrom) return []
  const settings = signal ? { signal } : {}
  // A power of two: bits are compared in less time than a remainder is worked out.
  const step = 2 ** Math.ceil(Math.log2(table.rows / sampleRows))
  const some = sql`SELECT * FROM ${name(tableName(table.id))} WHERE rowid & ${step - 1} = 0`
  const made: TableRef[] = []
  try {
    const sample = await tables.create(some, { id: `${id}-sample`, ...settings })
    made.push(sample)
    const { select } = compileForTable({ table: sample, operations: plan.operations, given })
    const tried = await tables.create(select, { id: `${id}-tried`, ...settings })
    made.push(tried)
    // That nothing is left of a sample may be its own chance.
    if (tried.rows === 0) return []
    const schema = schemaOfParts(targetSchema(plan, tried.columns))
    const { rules } = await validateTable({ tables, table: tried, schema, given, ...settings })
    return rules.filter(({ valid, severity = 'error' }) => !valid && severity === 'error')
  } finally {
    for (const { id: table } of made) await tables.drop(table)
  }
}
