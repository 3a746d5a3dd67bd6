import type { Tables } from '@aw-flow/engine'
import type { PreparationPlan, TableRef } from '@aw-flow/schema'
import { validateTable } from '../validating/validate-table.ts'
import { compileForTable, type GivenTables } from './plans/compile-for-table.ts'
import type { Findings } from './propose-plan.ts'
import { schemaOfParts, targetSchema } from './targets/target-schema.ts'

/**
 * Carries a plan out on some rows of a table, and validates what comes of them by those rules that every part of a valid
 * table keeps: what fails here fails on the whole, which then need not be made. Answers the rules that fail. Throws, as
 * `compileForTable` and the database do, for a plan that cannot be carried out.
 */
export async function tryOnSample(
  plan: PreparationPlan,
  sample: TableRef,
  { tables, id, signal, given = {} }: { tables: Tables; id: string; given?: GivenTables; signal?: AbortSignal },
): Promise<Findings> {
  const settings = signal ? { signal } : {}
  const { select } = compileForTable({ table: sample, operations: plan.operations, given })
  const tried = await tables.create(select, { id: `${id}-tried`, ...settings })
  try {
    // That nothing is left of a sample may be its own chance.
    if (tried.rows === 0) return []
    const schema = schemaOfParts(targetSchema(plan, tried.columns))
    const { rules } = await validateTable({ tables, table: tried, schema, given, ...settings })
    return rules.filter(({ valid, severity = 'error' }) => !valid && severity === 'error')
  } finally {
    await tables.drop(tried.id)
  }
}
