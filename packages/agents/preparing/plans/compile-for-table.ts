import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import type { Operation } from '@aw-flow/schema/internal'
import { compilePlan, type CompiledPlan } from './compile-plan.ts'
import type { NamedTable } from '../operations/operation-definition.ts'

/** Other tables that a plan can read, keyed by name. @internal */
export type NamedTables = Readonly<Record<string, TableRef>>

/**
 * Compiles operations for a table. The position of a row is its `rowid`.
 *
 * @param options `relations` are additional inputs that are computed on read.
 * @throws An `OperationError` that names the operation that does not fit the table.
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

const toRelation = ({ id }: TableRef) => ({ from: quoteIdentifier(tableName(id)), row: sql`rowid` })
