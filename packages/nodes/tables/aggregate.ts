import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { type Column, type Problem, error } from '@aw-flow/schema'
import { z } from 'zod'
import { findColumns, checkDuplicateNames } from './column-names.ts'
import { createMagnitudeQuery, readMagnitudes, findOrdinaryColumns, createOrdinaryRangeQuery } from './exact-sum.ts'
import { compileMeasure, describeMeasure, compileGroupCell, measureSchema, listSummedColumns } from './measures.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  groupBy: z
    .array(z.string())
    .max(4000)
    .default([])
    .meta({
      title: 'Group by',
      description:
        'Rows with equal values in these columns become one row. Leave empty to aggregate all rows into one.',
      format: 'columns',
      examples: ['["city"]'],
    }),
  measures: z
    .array(measureSchema)
    .max(1000)
    .default([{ function: 'count', column: '', as: '', separator: ', ' }])
    .meta({
      title: 'Aggregations',
      description: 'Values to calculate per group. Empty cells are ignored. Leave empty to return only the groups.',
      format: 'measures',
      examples: ['[{"function": "sum", "column": "price"}]'],
    }),
})

/** Groups rows and computes aggregates for each group. @internal */
export const aggregateNode = defineTableNode({
  type: 'aggregate',
  version: 1,
  title: 'Aggregate',
  description:
    'Groups rows and calculates counts, sums and other aggregates per group. Groups keep the order of their first row.',
  icon: 'sigma',
  settings,
  composes: true,
  summary: ({ groupBy, measures }) =>
    message('aggregate.summary', {
      measures: measures.length,
      groups: groupBy.length,
      list: measures.map(describeMeasure),
      by: groupBy,
    }),

  probe: ({ measures }, { table }) =>
    createOrdinaryRangeQuery(listSummedColumns(measures, table!.columns), table!.from, table!.table !== undefined),

  followUpProbe({ measures }, { table }, [rangeCounts = {}]) {
    const ordinaryColumns = findOrdinaryColumns(rangeCounts)
    const remainingColumns = listSummedColumns(measures, table!.columns).filter(
      (column) => !ordinaryColumns.has(column.name),
    )
    return createMagnitudeQuery(remainingColumns, table!.from)
  },

  plan({ groupBy, measures }, { table }, [rangeCounts = {}, ...magnitudeRows] = []) {
    const { columns, from, row, rows = 0 } = table!
    const { columns: groups, problems } = findColumns(groupBy, columns, 'groupBy')
    const magnitudes = new Map([...findOrdinaryColumns(rangeCounts), ...readMagnitudes(magnitudeRows)])
    const measuredRows = { columns, row, rowCount: rows, magnitudes }
    const outputColumns: Column[] = [...groups]
    const cells: Sql[] = groups.map((group) => sql`${compileGroupCell(group)} AS ${quoteIdentifier(group.name)}`)
    for (const measure of measures) {
      const compiledMeasure = compileMeasure(measure, measuredRows, 'measures')
      if (!compiledMeasure.ok) {
        problems.push(compiledMeasure.problem)
        continue
      }
      const { name, type, value } = compiledMeasure.value
      outputColumns.push({ name, type })
      cells.push(sql`${value} AS ${quoteIdentifier(name)}`)
    }
    problems.push(...checkDuplicateNames(outputColumns, 'measures'), ...checkColumns(outputColumns))
    if (problems.length > 0) return { problems }
    const keys = groups.map(compileGroupCell)
    const grouping = keys.length === 0 ? sql`` : sql` GROUP BY ${keys} ORDER BY min(${row})`
    return { outputs: { table: { columns: outputColumns, select: sql`SELECT ${cells} FROM ${from}${grouping}` } } }
  },
})

const checkColumns = (columns: readonly Column[]): Problem[] =>
  columns.length > 0 ? [] : [error('aggregate.nothing-selected', {}, { where: { setting: 'measures' } })]
