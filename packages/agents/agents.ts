import type { SourceFile, Tables } from '@aw-flow/engine'
import type {
  CheckReport,
  DeepFinding,
  LoadReport,
  PreparationReport,
  PreparationTarget,
  TableProfile,
  TableRef,
  TableSchema,
  ValidationReport,
} from '@aw-flow/schema'
import { checkTable } from './checking/check-table.ts'
import type { LoadOverrides } from './loading/plan/file-plan.ts'
import { loadFile } from './loading/run/load-file.ts'
import { loadLinks } from './loading/run/load-links.ts'
import { prepareTable, type PreparedTable, type PrepareTableOptions } from './preparing/prepare-table.ts'
import { targetSchema } from './preparing/targets/target-schema.ts'
import { deepProfile } from './profiling/deep/deep-profile.ts'
import { profileTable } from './profiling/profile-table.ts'
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

/**
 * What a table's columns hold: types, gaps, different values, spread, top values and what they mean. `deep` looks for
 * more (keys, dependencies, outliers, doubles, …) and answers that too; see `deepProfile` for findings as they are found.
 */
export async function profile(
  table: TableRef,
  { tables, signal, deep = false }: AgentOptions & { deep?: boolean },
): Promise<{ profile: TableProfile; findings: DeepFinding[] }> {
  const stop = signal ? { signal } : {}
  const first = await profileTable(tables, table, stop)
  const findings: DeepFinding[] = []
  if (deep)
    for await (const event of deepProfile(tables, table, { ...stop, profile: first }))
      if ('finding' in event) findings.push(event.finding)
  return { profile: first, findings }
}

/** Prepares a table for a target, by a plan of its own or by a given one. */
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
 * Finds suspicious cells by what the table itself says, each with its reason, its confidence and, where there is one, its
 * repair; `planRepairs` makes a plan of them.
 */
export function check(table: TableRef, options: AgentOptions): Promise<CheckReport> {
  return checkTable({ ...options, table })
}

/** Checks a table against a schema. */
export function validate(table: TableRef, options: AgentOptions & { schema: TableSchema }): Promise<ValidationReport> {
  return validateTable({ ...options, table })
}

/**
 * From a file to points (and links) for Cosmograph in one call: loads, prepares, validates. The links that stand beside
 * the points in a document of JSON are loaded, too. Throws a `NodeError` where one of them cannot go on; the validation
 * report says whether the outcome is valid.
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
  const loaded = await load(file, options)
  const beside = await loadLinks(file, loaded.report, options)
  const prepared = await prepare(loaded.table, { ...options, ...(beside ? { given: { links: beside } } : {}) })
  const schema = targetSchema(prepared.report.plan, prepared.table.columns)
  const validation = await validate(prepared.table, { ...options, schema })
  return {
    table: prepared.table,
    ...(prepared.links ? { links: prepared.links } : {}),
    loading: loaded.report,
    preparing: prepared.report,
    validation,
  }
}
