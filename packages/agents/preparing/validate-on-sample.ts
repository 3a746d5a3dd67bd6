import type { Tables } from '@aw-flow/engine'
import { defined, type PreparationPlan, type TableRef } from '@aw-flow/schema'
import { validateTable } from '../validating/validate-table.ts'
import { compileForTable, type NamedTables } from './plans/compile-for-table.ts'
import type { FailedRules } from './propose-plan.ts'
import { toSubsetSchema, createTargetSchema } from './targets/target-schema.ts'

/**
 * Applies a plan to a sample and validates the result. Checks only rules that hold for every subset of the rows in a
 * valid table. A rule that fails for the sample therefore also fails for the entire table.
 *
 * @returns The failed rules.
 * @throws An `OperationError` or `TablesError` if the plan cannot be applied.
 */
export async function validateOnSample(
  plan: PreparationPlan,
  sample: TableRef,
  {
    tables,
    id,
    signal,
    namedTables = {},
  }: { tables: Tables; id: string; namedTables?: NamedTables; signal?: AbortSignal },
): Promise<FailedRules> {
  const abortOptions = defined({ signal })
  const { select } = compileForTable({ table: sample, operations: plan.operations, namedTables })
  const preparedSample = await tables.create(select, { id: `${id}-sample-result`, ...abortOptions })
  try {
    // A sample may lose all its rows by chance.
    if (preparedSample.rows === 0) return []
    const schema = toSubsetSchema(createTargetSchema(plan, preparedSample.columns))
    const { rules } = await validateTable({ tables, table: preparedSample, schema, namedTables, ...abortOptions })
    return rules.filter(({ valid, severity = 'error' }) => !valid && severity === 'error')
  } finally {
    await tables.drop(preparedSample.id)
  }
}
