import { name, sql, tableName } from '@aw-flow/engine'
import type { Operation, TableRef } from '@aw-flow/schema'
import { compilePlan, type CompiledPlan } from './compile-plan.ts'
import type { NamedTable } from '../operations/operation-definition.ts'

/** Other tables that a plan can read by name. @internal */
export type NamedTables = Readonly<Record<string, TableRef>>

/**
 * Compiles operations for a table. The position of a row is its `rowid`.
 *
 * @param relations - Further inputs that are computed when they are read.
 * @throws OperationError that names the operation that is not valid for the table.
 * @internal
 */
export function compileForTable({
  table,
  operations,
  namedTables = {},
  relations = {},
}: {
  table: TableRef
  operations: readonly Operation[]
  namedTables?: NamedTables
  relations?: Readonly<Record<string, NamedTable>>
}): CompiledPlan {
  const inputTables: Record<string, NamedTable> = { ...relations }
  for (const [key, ref] of Object.entries(namedTables)) inputTables[key] = { columns: ref.columns, ...toRelation(ref) }
  return compilePlan(operations, { columns: table.columns, ...toRelation(table), tables: inputTables })
}

const toRelation = ({ id }: TableRef) => ({ from: name(tableName(id)), row: sql`rowid` })
