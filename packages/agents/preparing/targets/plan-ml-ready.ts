import { message, type Message } from '@aw-flow/messages'
import { info, warning, type PreparationPlan, type Problem } from '@aw-flow/schema'
import type { Operation } from '@aw-flow/schema/internal'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import type { ColumnStatistics } from './inspect-columns.ts'

/** Maximum number of categories for one-hot encoding. Columns with more categories are encoded as ordinals. */
const maxOneHotColumns = 20
/**
 * Maximum number of categories. A text column with more distinct values identifies rows rather than describing them.
 */
export const maxCategoryCount = 100

/**
 * Plans the preparation of a table for machine learning. The result contains only numbers and no nulls. Fills missing
 * numbers with the median and flags them in a new column, encodes categories one-hot (or as ordinals if there are
 * many), converts times to seconds, and scales numbers to the range from 0 to 1. Columns without information are
 * dropped. Notes report why columns are dropped, and which columns leak the label or duplicate another column. The plan
 * contains the statistics that it uses (medians, ranges, values), so it treats the next table in the same way and can
 * be inverted.
 *
 * @param label The column to predict.
 */
export function planMlReady(profile: TableProfile, statistics: ColumnStatistics, label?: string): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const dropColumn = (column: ColumnProfile, reason: Message): void => {
    operations.push({ op: 'drop-column', reason, column: column.name })
    notes.push(info('prepare.column-dropped', { column: column.name, reason }, { where: { column: column.name } }))
  }
  for (const column of profile.columns) {
    const dropReason = column.name === label ? undefined : findDropReason(column, profile.rows)
    if (dropReason !== undefined) dropColumn(column, dropReason)
    else if (column.numbers) operations.push(...planNumberColumn(column, statistics, column.name === label))
    else if (column.type === 'BOOLEAN') operations.push(...planBooleanColumn(column))
    else if (column.type === 'DATE' || column.type.startsWith('TIMESTAMP'))
      operations.push(...planTimeColumn(column, statistics))
    else operations.push(...planCategoryColumn(column, statistics, column.name === label, notes))
  }
  if (label !== undefined && !profile.columns.some(({ name }) => name === label))
    notes.push(warning('prepare.no-label', { label, columns: profile.columns.map(({ name }) => name) }))
  for (const { column, distinct } of statistics.leaks)
    notes.push(warning('prepare.leak', { column, label: label ?? '', distinct }, { where: { column } }))
  for (const { column, duplicateOf } of statistics.duplicates)
    notes.push(warning('prepare.duplicate-column', { column, twin: duplicateOf }, { where: { column } }))
  return { target: 'ml-ready', operations, notes }
}

function findDropReason(column: ColumnProfile, rowCount: number): Message | undefined {
  if (column.family === 'nested') return message('prepare.reason-nested', {})
  if (column.nulls === rowCount) return message('prepare.reason-no-values', {})
  if (column.distinct === 1 && column.nulls === 0) return message('prepare.reason-constant', {})
  if (column.numbers?.rowOffset !== undefined && rowCount > 2) return message('prepare.reason-row-number', {})
  const isTextOrUuid = column.type === 'VARCHAR' || column.type === 'UUID'
  if (isTextOrUuid && column.distinct === rowCount && rowCount > 2) return message('prepare.reason-unique-text', {})
  if (isTextOrUuid && column.distinct > maxCategoryCount)
    return message('prepare.reason-too-many-categories', { distinct: column.distinct })
  return undefined
}

const flagNulls = ({ name, nulls }: ColumnProfile): Operation[] =>
  nulls === 0
    ? []
    : [
        {
          op: 'flag',
          reason: message('prepare.reason-flag-null', { column: name }),
          to: `${name} missing`,
          expression: `$not($exists(\`${name}\`))`,
        },
        { op: 'cast', reason: message('prepare.reason-needs-numbers', {}), column: `${name} missing`, type: 'BIGINT' },
      ]

function planNumberColumn(column: ColumnProfile, { medians }: ColumnStatistics, isLabel: boolean): Operation[] {
  const { name, numbers, nulls } = column
  const missingCount = nulls + (numbers?.infinite ?? 0)
  const [min, max] = [numbers?.min ?? 0, numbers?.max ?? 0]
  const finiteOperations: Operation[] =
    (numbers?.infinite ?? 0) > 0
      ? [{ op: 'finite', reason: message('prepare.reason-not-finite', {}), column: name }]
      : []
  if (isLabel)
    return missingCount === 0
      ? finiteOperations
      : [...finiteOperations, { op: 'drop-null-rows', reason: message('prepare.reason-no-label', {}), columns: [name] }]
  return [
    ...finiteOperations,
    ...flagNulls({ ...column, nulls: missingCount }),
    ...(missingCount > 0
      ? [
          { op: 'cast', reason: message('prepare.reason-median-fraction', {}), column: name, type: 'DOUBLE' } as const,
          {
            op: 'fill',
            reason: message('prepare.reason-median', {}),
            column: name,
            how: 'constant',
            value: medians.get(name) ?? min,
          } as const,
        ]
      : []),
    ...(max > min ? [createScaleOperation(name, min, max)] : []),
  ]
}

function createScaleOperation(column: string, min: number, max: number): Operation {
  const divisor = max - min
  if (Number.isFinite(divisor))
    return { op: 'scale', reason: message('prepare.reason-scale', { min, max }), column, offset: min, divisor }
  const maxAbsolute = Math.max(-min, max)
  const reason = message('prepare.reason-scale-wide', { min, max })
  return { op: 'scale', reason, column, offset: 0, divisor: maxAbsolute }
}

function planBooleanColumn(column: ColumnProfile): Operation[] {
  const { name, nulls } = column
  return [
    ...flagNulls(column),
    { op: 'cast', reason: message('prepare.reason-boolean-as-number', {}), column: name, type: 'BIGINT' },
    ...(nulls > 0
      ? [
          {
            op: 'fill',
            reason: message('prepare.reason-unknown-false', {}),
            column: name,
            how: 'constant',
            value: 0,
          } as const,
        ]
      : []),
  ]
}

function planTimeColumn(column: ColumnProfile, { medians, ranges }: ColumnStatistics): Operation[] {
  const { name, nulls } = column
  const { min = 0, max = 0 } = ranges.get(name) ?? {}
  const secondsColumn = `${name} seconds`
  return [
    ...flagNulls(column),
    { op: 'copy', reason: message('prepare.reason-seconds', {}), column: name, to: secondsColumn, type: 'DOUBLE' },
    { op: 'drop-column', reason: message('prepare.reason-replaced', { column: secondsColumn }), column: name },
    ...(nulls > 0
      ? [
          {
            op: 'fill',
            reason: message('prepare.reason-median', {}),
            column: secondsColumn,
            how: 'constant',
            value: medians.get(name) ?? min,
          } as const,
        ]
      : []),
    ...(max > min
      ? [
          {
            op: 'scale',
            reason: message('prepare.reason-scale-time', {}),
            column: secondsColumn,
            offset: min,
            divisor: max - min,
          } as const,
        ]
      : []),
  ]
}

function planCategoryColumn(
  column: ColumnProfile,
  { values }: ColumnStatistics,
  isLabel: boolean,
  notes: Problem[],
): Operation[] {
  const { name, nulls } = column
  const categories = values.get(name) ?? []
  if (categories.length === 0)
    return [{ op: 'drop-column', reason: message('prepare.reason-not-comparable', {}), column: name }]
  const isOrdinal = isLabel || categories.length > maxOneHotColumns
  const encodedColumn = isOrdinal ? `${name} number` : name
  if (!isOrdinal && nulls > 0)
    notes.push(info('prepare.no-category', { rows: nulls, column: name }, { where: { column: name } }))
  const operations: Operation[] = [
    {
      op: 'encode',
      reason: isOrdinal
        ? message('prepare.reason-ordinal', { values: categories.length })
        : message('prepare.reason-one-hot', { values: categories.length }),
      column: name,
      how: isOrdinal ? 'ordinal' : 'one-hot',
      values: [...categories],
      to: encodedColumn,
    },
  ]
  if (isOrdinal && nulls > 0 && isLabel)
    operations.push({ op: 'drop-null-rows', reason: message('prepare.reason-no-label', {}), columns: [encodedColumn] })
  else if (isOrdinal && nulls > 0)
    operations.push({
      op: 'fill',
      reason: message('prepare.reason-null-category', {}),
      column: encodedColumn,
      how: 'constant',
      value: -1,
    })
  operations.push({
    op: 'drop-column',
    reason: isOrdinal
      ? message('prepare.reason-replaced', { column: encodedColumn })
      : message('prepare.reason-replaced-by-values', {}),
    column: name,
  })
  return operations
}
