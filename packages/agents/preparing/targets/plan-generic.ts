import { message } from '@aw-flow/messages'
import { info, type PreparationPlan, type Problem } from '@aw-flow/schema'
import type { Operation } from '@aw-flow/schema/internal'
import { makeUniqueName, collectNames } from '../../unique-name.ts'
import type { MeasuredTable } from '../measure-columns.ts'
import type { TextColumnValues } from './inspect-texts.ts'
import { planNullMarkers, planTextParsing, describeType } from './plan-text-parsing.ts'

/** Statistics that the cleanup plan needs in addition to the measures of the columns. */
export interface GenericStatistics {
  /** Text columns, keyed by column name: their values and types after the operations that unify them. */
  texts: ReadonlyMap<string, TextColumnValues & { operations: readonly Operation[] }>
  /** Columns that must remain text because parsing them would lose values. */
  textColumns?: ReadonlySet<string>
}

/**
 * Plans the cleanup of a table's columns without losing data. Applies the operations that unify text, sets null markers
 * and infinite numbers to null, parses numbers, dates and Booleans, and drops columns that have neither a name nor
 * values.
 */
export function planGeneric(
  measured: MeasuredTable,
  { texts: textValues, textColumns }: GenericStatistics,
): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const usedNames = collectNames(measured.columns)
  for (const column of measured.columns) {
    const { name, nulls } = column
    if (nulls === measured.rows) {
      if (/^column_\d+$/.test(name))
        operations.push({ op: 'drop-column', reason: message('prepare.reason-unnamed-column', {}), column: name })
      else notes.push(info('prepare.empty-column', { column: name }, { where: { column: name } }))
      continue
    }
    if ((column.numbers?.infinite ?? 0) > 0)
      operations.push({
        op: 'finite',
        reason: message('prepare.reason-not-finite', {}),
        column: name,
      })
    const columnValues = textValues.get(name)
    if (!columnValues) continue
    operations.push(...columnValues.operations)
    const isText = textColumns?.has(name) === true || columnValues.inferredColumn.misfits.length > 0
    const parseOperations = isText
      ? []
      : planTextParsing(name, columnValues, () => makeUniqueName(`${name}_currency`, usedNames))
    if (parseOperations.length > 0) operations.push(...parseOperations)
    else operations.push(...planNullMarkers(name, findRemovableNullMarkers(columnValues)))
    if (columnValues.inferredColumn.typeWithoutMisfits !== undefined)
      notes.push(createAlmostTypedNote(name, columnValues, columnValues.inferredColumn.typeWithoutMisfits))
  }
  // A table needs at least one column.
  const dropOperations = operations.filter(({ op }) => op === 'drop-column')
  if (dropOperations.length === measured.columns.length)
    operations.splice(operations.indexOf(dropOperations[0] as Operation), 1)
  return { target: 'generic', operations, notes }
}

const findRemovableNullMarkers = ({ inferredColumn, values }: TextColumnValues): readonly string[] =>
  // If a column contains only null markers, they are kept, because no values would be left.
  inferredColumn.type === 'VARCHAR' && values.length > inferredColumn.nulls.length ? inferredColumn.nulls : []

function createAlmostTypedNote(column: string, { values, inferredColumn }: TextColumnValues, type: string): Problem {
  return info(
    'prepare.mostly-typed',
    {
      column,
      misfits: inferredColumn.misfits.length,
      distinct: values.length,
      type: describeType(type),
      examples: inferredColumn.misfits.slice(0, 3).map((index) => values[index]?.value ?? ''),
    },
    { where: { column } },
  )
}
