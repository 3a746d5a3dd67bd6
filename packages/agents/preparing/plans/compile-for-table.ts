import { name, sql, tableName } from '@aw-flow/engine'
import type { Operation, TableRef } from '@aw-flow/schema'
import { compilePlan, type CompiledPlan } from './compile-plan.ts'
import type { GivenTable } from '../operations/operation-definition.ts'

/** Tables that a plan may read by name, beside the one that it begins with. */
export type GivenTables = Readonly<Record<string, TableRef>>

/**
 * Compiles operations over a table. A row's place is its number in the made table: a deferred one is made by the first
 * statement that reads it.
 */
export function compileForTable({
  table,
  operations,
  given = {},
  relations = {},
}: {
  table: TableRef
  operations: readonly Operation[]
  given?: GivenTables
  /** Others that are not made, but worked out when they are read. */
  relations?: Readonly<Record<string, GivenTable>>
}): CompiledPlan {
  const others: Record<string, GivenTable> = { ...relations }
  for (const [called, ref] of Object.entries(given)) others[called] = { columns: ref.columns, ...relationOf(ref) }
  return compilePlan(operations, { columns: table.columns, ...relationOf(table), tables: others })
}

const relationOf = ({ id }: TableRef) => ({ from: name(tableName(id)), row: sql`rowid` })
