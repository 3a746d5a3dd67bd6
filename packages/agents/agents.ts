import type { SourceFile, Tables } from '@aw-flow/engine'
import type {
  LoadReport,
  PreparationPlan,
  PreparationReport,
  PreparationTarget,
  TableRef,
  TableSchema,
  ValidationReport,
} from '@aw-flow/schema'
import type { LoadOverrides } from './loading/file-plan.ts'
import { loadFile } from './loading/load-file.ts'
import { cosmoReadySchema } from './preparing/cosmo-ready-schema.ts'
import { prepareTable } from './preparing/prepare-table.ts'
import { validateTable } from './validating/validate-table.ts'

/** What every agent needs: where tables are, and a signal to stop it. */
export interface AgentOptions {
  tables: Tables
  signal?: AbortSignal
}

/** Loads any file into a table. `id` names the table, by default after the file. For people who want no workflow. */
export function load(
  file: SourceFile,
  options: AgentOptions & { id?: string; overrides?: LoadOverrides; maxRetries?: number },
): Promise<{ table: TableRef; report: LoadReport }> {
  return loadFile(file, {
    ...options,
    id: options.id ?? `load-${file.dataset.slice(0, 16)}`,
    maxRetries: options.maxRetries ?? 3,
  })
}

/** Prepares a table for a target, by a plan of its own or by a given one. */
export function prepare(
  table: TableRef,
  options: AgentOptions & { id?: string; target?: PreparationTarget; plan?: PreparationPlan },
): Promise<{ table: TableRef; report: PreparationReport }> {
  return prepareTable({
    ...options,
    table,
    target: options.target ?? 'cosmo-ready',
    id: options.id ?? `${table.id}-prepared`,
  })
}

/** Checks a table against a schema. */
export function validate(table: TableRef, options: AgentOptions & { schema: TableSchema }): Promise<ValidationReport> {
  return validateTable({ ...options, table })
}

/**
 * From a file to points for Cosmograph in one call: loads, prepares, validates. Throws a `NodeError` where one of them
 * cannot go on; the validation report says whether the outcome is valid.
 */
export async function loadForCosmo(
  file: SourceFile,
  options: AgentOptions & { overrides?: LoadOverrides; maxRetries?: number },
): Promise<{ table: TableRef; loading: LoadReport; preparing: PreparationReport; validation: ValidationReport }> {
  const loaded = await load(file, options)
  const prepared = await prepare(loaded.table, options)
  const schema = cosmoReadySchema(prepared.report.plan.roles, prepared.table.columns)
  const validation = await validate(prepared.table, { ...options, schema })
  return { table: prepared.table, loading: loaded.report, preparing: prepared.report, validation }
}
