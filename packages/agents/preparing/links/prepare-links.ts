import { quoteIdentifier, NodeError, sql, tableName, type Tables } from '@aw-flow/engine'
import { error, defined, type PreparationPlan, type TableRef, type ValidationReport } from '@aw-flow/schema'
import type { PreparationReport } from '@aw-flow/schema/internal'
import { validateTable } from '../../validating/validate-table.ts'
import { compileForTable, type NamedTables } from '../plans/compile-for-table.ts'
import { countPlanEffects } from '../plans/count-plan-effects.ts'
import { pointsTableName } from './plan-links.ts'
import { createLinksSchema } from '../targets/target-schema.ts'

/** The prepared link table, its validation, and the report on its preparation. */
export interface PreparedLinks {
  table: TableRef
  validation: ValidationReport
  report: NonNullable<PreparationReport['links']>
}

/** Creates and validates the link table of a plan. Self-loops and duplicates are counted but not removed. */
export async function prepareLinks(options: {
  tables: Tables
  table: TableRef
  plan: PreparationPlan
  points: TableRef
  namedTables: NamedTables
  id: string
  signal?: AbortSignal
}): Promise<PreparedLinks> {
  const { tables, plan, points, namedTables, id, signal } = options
  const abortOptions = defined({ signal })
  const { links } = plan
  if (!links) throw new RangeError('The plan has no links.')
  const table = links.table === undefined ? options.table : namedTables[links.table]
  if (!table) throw new NodeError('permanent', error('prepare.no-links-table', { table: links.table ?? '' }))
  const compiledPlan = compileForTable({
    table,
    operations: links.operations,
    namedTables: { ...namedTables, [pointsTableName]: points },
  })
  const linkTable = await tables.create(compiledPlan.select, { id, ...abortOptions })
  const { applied } = await countPlanEffects(tables, compiledPlan, table.rows, signal)
  const validation = await validateTable({
    tables,
    table: linkTable,
    schema: createLinksSchema(plan, points.rows),
    ...abortOptions,
  })
  const [source, target] = [quoteIdentifier(links.roles.source), quoteIdentifier(links.roles.target)]
  const tableIdentifier = quoteIdentifier(tableName(linkTable.id))
  const [linkCounts] = await tables.rows(
    sql`SELECT count(*) FILTER (${source} = ${target}) AS loops, count(*) - count(DISTINCT {'s': ${source}, 't': ${target}}) AS duplicates FROM ${tableIdentifier}`,
    abortOptions,
  )
  return {
    table: linkTable,
    validation,
    report: {
      applied,
      rowsIn: table.rows,
      rowsOut: linkTable.rows,
      selfLoops: Number(linkCounts?.loops ?? 0),
      duplicates: Number(linkCounts?.duplicates ?? 0),
      validation,
    },
  }
}
