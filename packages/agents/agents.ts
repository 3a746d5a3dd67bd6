import type { SourceFile, Tables } from '@aw-flow/engine'
import {
  defined,
  type LoadReport,
  type TableProfile,
  type TableRef,
  type TableSchema,
  type ValidationReport,
} from '@aw-flow/schema'
import type { CheckReport, DeepFinding, PreparationReport, PreparationTarget } from '@aw-flow/schema/internal'
import { checkAnalyzedColumns } from './check-analyzed-columns.ts'
import { checkTable, type CheckTableOptions } from './checking/check-table.ts'
import type { LoadOverrides } from './loading/plan/file-plan.ts'
import { loadFile } from './loading/run/load-file.ts'
import { loadLinks } from './loading/run/load-links.ts'
import { addCleaningChanges } from './preparing/clean-table/find-remaining-changes.ts'
import { prepareTable, type PreparedTable, type PrepareTableOptions } from './preparing/prepare-table.ts'
import { createTargetSchema } from './preparing/targets/target-schema.ts'
import { deepProfile } from './profiling/deep/deep-profile.ts'
import { profileTable } from './profiling/profile-table.ts'
import { validateTable } from './validating/validate-table.ts'

/** Options that all agents accept. @internal */
export interface AgentOptions {
  tables: Tables
  signal?: AbortSignal
}

/**
 * Loads a file into a table.
 *
 * @param options - `id` is the ID of the new table. By default, it is derived from the file.
 * @throws NodeError if the file cannot be read as a table.
 *
 * @example
 * const { table, report } = await load(file, { tables })
 * @internal
 */
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

/**
 * Profiles a table. Reports each column's types, nulls, distinct values, quantiles, most frequent values and semantic
 * type.
 *
 * @param options - Set `deep` to also find keys, dependencies, outliers, duplicates and more. To receive these findings
 * one by one, call `deepProfile` instead.
 * @internal
 */
export async function profile(
  table: TableRef,
  { tables, signal, deep = false }: AgentOptions & { deep?: boolean },
): Promise<{ profile: TableProfile; findings: DeepFinding[] }> {
  const abortOptions = defined({ signal })
  const firstProfile = await profileTable(tables, table, abortOptions)
  const findings: DeepFinding[] = []
  if (deep)
    for await (const event of deepProfile(tables, table, { ...abortOptions, profile: firstProfile }))
      if ('finding' in event) findings.push(event.finding)
  return { profile: firstProfile, findings }
}

/**
 * Prepares a table for a target (default: `cosmo-ready`), using a new or a saved plan. See `prepareTable`. @internal
 */
export function prepare(
  table: TableRef,
  options: AgentOptions &
    Omit<PrepareTableOptions, 'tables' | 'table' | 'target' | 'id'> & { id?: string; target?: PreparationTarget },
): Promise<PreparedTable> {
  return prepareTable({
    ...options,
    table,
    target: options.target ?? 'cosmo-ready',
    id: options.id ?? `${table.id}-prepared`,
  })
}

/**
 * Finds suspicious cells based on the table alone, and what else a clean table needs, such as one spelling for equal
 * values. Each finding has a reason, a confidence and, if known, a repair. To turn the repairs into a plan, call
 * `planRepairs`. See `checkTable`.
 *
 * @internal
 */
export async function check(table: TableRef, options: Omit<CheckTableOptions, 'table'>): Promise<CheckReport> {
  const { tables, signal } = options
  checkAnalyzedColumns(table)
  return addCleaningChanges(tables, table, await checkTable({ ...options, table }), signal)
}

/** Validates a table against a schema. See `validateTable`. @internal */
export function validate(table: TableRef, options: AgentOptions & { schema: TableSchema }): Promise<ValidationReport> {
  return validateTable({ ...options, table })
}

/**
 * Loads a file and prepares its points and, if it contains any, its links for Cosmograph. Links can be in the same JSON
 * document as the points.
 *
 * @returns The points and links with their reports. `validation.valid` is `false` if the points do not match the
 * target's schema.
 * @throws NodeError if the file cannot be loaded or prepared.
 * @internal
 */
export async function loadForCosmo(
  file: SourceFile,
  options: AgentOptions & { overrides?: LoadOverrides; maxRetries?: number },
): Promise<{
  table: TableRef
  links?: TableRef
  loading: LoadReport
  preparing: PreparationReport
  validation: ValidationReport
}> {
  const loadResult = await load(file, options)
  const links = await loadLinks(file, loadResult.report, options)
  const preparedTable = await prepare(loadResult.table, { ...options, ...(links ? { namedTables: { links } } : {}) })
  const schema = createTargetSchema(preparedTable.report.plan, preparedTable.table.columns)
  const validation = await validate(preparedTable.table, { ...options, schema })
  return defined({
    table: preparedTable.table,
    links: preparedTable.links,
    loading: loadResult.report,
    preparing: preparedTable.report,
    validation,
  })
}
