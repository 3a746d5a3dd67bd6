import { message } from '@aw-flow/messages'
import { warning, defined, type Problem } from '@aw-flow/schema'
import type { Evidence, PlannedColumn } from '@aw-flow/schema/internal'
import { isDateName, isIdName } from '../../column-meaning.ts'
import type { ColumnName } from '../columns/create-column-names.ts'
import { createExcelDamageWarning } from '../columns/excel-damage.ts'
import { shorten } from './shorten.ts'
import {
  inferColumn,
  collectHints,
  describeType,
  type ColumnHints,
  type DeclaredColumn,
  type InferredColumn,
} from '../columns/infer-column.ts'

/** A column's name and sampled cells. */
export interface SampledColumn extends ColumnName {
  path?: string[]
  cells: (string | null)[]
}

/** The planned columns of a table, with evidence and warnings. */
export interface PlannedColumns {
  columns: PlannedColumn[]
  evidence: Evidence[]
  warnings: Problem[]
}

/** Returns the row and line number of the sampled cell at an index, if known. */
export type LocateCell = (index: number) => { row?: number; line?: number }

/**
 * Plans all columns of a table. The type of each column is first inferred from its own cells. If it is ambiguous
 * (decimal comma or thousands separator, day-month order), it is inferred again with hints from the other columns.
 *
 * @param declaredColumns Columns whose type or notation is known, such as those of a schema.
 */
export function planColumns(
  sampledColumns: readonly SampledColumn[],
  locate: LocateCell,
  hints: ColumnHints = {},
  declaredColumns: readonly DeclaredColumn[] = [],
): PlannedColumns {
  const createOwnHints = ({ name, sourceName }: SampledColumn): ColumnHints => {
    const declared = declaredColumns.find((column) => column.name === (sourceName ?? name) || column.name === name)
    return defined({ containsIds: isIdName(name), hasDateName: isDateName(name), declared })
  }
  const initialColumns = sampledColumns.map((column) =>
    inferColumn(column.cells, { ...hints, ...createOwnHints(column) }),
  )
  const fileHints = { ...hints, ...collectHints(initialColumns) }
  const inferredColumns = initialColumns.map((column, index) => {
    const sampledColumn = sampledColumns[index] as SampledColumn
    return column.ambiguity === undefined
      ? column
      : inferColumn(sampledColumn.cells, { ...fileHints, ...createOwnHints(sampledColumn) })
  })
  const columns = inferredColumns.map((column, index) =>
    toPlannedColumn(sampledColumns[index] as SampledColumn, column),
  )
  return {
    columns,
    evidence: inferredColumns.flatMap((column, index) =>
      createColumnEvidence((columns[index] as PlannedColumn).name, column),
    ),
    warnings: [
      ...inferredColumns.flatMap((column, index) =>
        createAmbiguityWarnings((columns[index] as PlannedColumn).name, column),
      ),
      ...sampledColumns.flatMap(
        ({ cells }, index) => createExcelDamageWarning((columns[index] as PlannedColumn).name, cells) ?? [],
      ),
      ...createMisfitWarnings(inferredColumns, columns, sampledColumns, locate),
    ],
  }
}

function toPlannedColumn({ name, sourceName, path }: SampledColumn, inferredColumn: InferredColumn): PlannedColumn {
  const { type, format, decimal, thousands, strip, unit, minus, months, trueValues, falseValues, nulls } =
    inferredColumn
  const { formulaText, otherFormat, minusBehind, minusBrackets } = inferredColumn
  return {
    name,
    ...defined({ sourceName, path }),
    type,
    ...defined({ format, otherFormat, decimal, thousands, strip, unit, minus }),
    ...defined({ minusBehind, minusBrackets }),
    ...(formulaText ? { formulaText } : {}),
    ...defined({ months, trueValues, falseValues }),
    nulls,
  }
}

/** Creates the evidence for a column's type. Obvious decisions have none, because they need no review. */
function createColumnEvidence(name: string, column: InferredColumn): Evidence[] {
  const { type, format, decimal, thousands, strip, nulls, confidence, reason, runnersUp, typeWithoutMisfits } = column
  const isObvious =
    confidence === 1 &&
    !format &&
    !decimal &&
    !thousands &&
    !strip &&
    nulls.length === 0 &&
    !typeWithoutMisfits &&
    !column.formulaText &&
    obviousReasonCodes.has(reason.code)
  if (isObvious) return []
  const nullsReason = nulls.length === 0 ? undefined : message('loading.read-as-null', { values: nulls })
  return [
    {
      decision: `type of ${name}`,
      value: type,
      confidence,
      reason: nullsReason ? message('loading.both', { first: reason, second: nullsReason }) : reason,
      runnersUp,
    },
  ]
}

/** Codes of the reasons for obvious decisions. */
const obviousReasonCodes: ReadonlySet<string> = new Set([
  'loading.cells-are',
  'loading.digits-stay-text',
  'loading.text-cells',
  'loading.no-values',
])

function createAmbiguityWarnings(name: string, column: InferredColumn): Problem[] {
  const options = { where: { column: name } }
  if (column.ambiguity === 'day and month')
    return [warning('load.ambiguous-dates', { column: name, order: describeOrder(column.format) }, options)]
  // If the only separator is a period, it is a decimal point.
  if (column.ambiguity === 'decimal mark' && (column.decimal === ',' || column.thousands === ',')) {
    const mark = column.thousands === undefined ? 'decimal' : 'thousands'
    return [warning('load.ambiguous-numbers', { column: name, mark }, options)]
  }
  return []
}

/** Lists the parts of a date format (day, month, year) in order. */
const describeOrder = (format = '') =>
  [...format.matchAll(/%(?:([dj])|([mbB])|([yY]))/g)].map(([, day, month]) =>
    message('loading.date-part', { part: day ? 'day' : month ? 'month' : 'year' }),
  )

const maxWarnings = 5

/** Creates warnings for cells that prevent a column from having a specific type: one per row, not one per cell. */
function createMisfitWarnings(
  inferredColumns: readonly InferredColumn[],
  columns: readonly PlannedColumn[],
  sampledColumns: readonly SampledColumn[],
  locate: LocateCell,
): Problem[] {
  const columnIndexesByCell = new Map<number, number[]>()
  inferredColumns.forEach((column, index) => {
    if (column.typeWithoutMisfits === undefined) return
    for (const cellIndex of column.misfits)
      columnIndexesByCell.set(cellIndex, [...(columnIndexesByCell.get(cellIndex) ?? []), index])
  })
  return [...columnIndexesByCell].slice(0, maxWarnings).map(([cellIndex, columnIndexes]) => {
    const columnIndex = columnIndexes[0] as number
    const { name } = columns[columnIndex] as PlannedColumn
    const text = sampledColumns[columnIndex]?.cells[cellIndex] ?? ''
    const { row, line } = locate(cellIndex)
    return warning(
      'load.column-stays-text',
      {
        column: name,
        others: columnIndexes.length - 1,
        value: shorten(text),
        type: describeType((inferredColumns[columnIndex] as InferredColumn).typeWithoutMisfits ?? ''),
        place:
          row === undefined ? message('loading.a-row', {}) : message('loading.row-place', { row, line: line ?? '' }),
      },
      { where: defined({ column: name, row, line }) },
    )
  })
}
