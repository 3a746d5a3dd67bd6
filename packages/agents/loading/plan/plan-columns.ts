import { message } from '@aw-flow/messages'
import { warning, type Evidence, type PlannedColumn, type Problem } from '@aw-flow/schema'
import { isDateName, isIdName } from '../../column-meaning.ts'
import type { ColumnName } from '../columns/column-names.ts'
import { warnExcelDamage } from '../columns/excel-damage.ts'
import { inferColumn, shownHabits, typeName, type FileHabits, type InferredColumn } from '../columns/infer-column.ts'

/** A column's name and the cells of it that were looked at. */
export interface SampledColumn extends ColumnName {
  path?: string[]
  cells: (string | null)[]
}

export interface PlannedColumns {
  columns: PlannedColumn[]
  evidence: Evidence[]
  warnings: Problem[]
}

/** Where a sampled cell stands in the file; `undefined` where that is not known. */
export type CellPlace = (index: number) => { row?: number; line?: number }

/**
 * Plans all columns of a table: each by its own cells, and where those can be read in two ways (decimal comma or
 * thousands, day or month) by what the other columns show.
 */
export function planColumns(
  sampled: readonly SampledColumn[],
  placeOf: CellPlace,
  habits: FileHabits = {},
): PlannedColumns {
  const named = (name: string): FileHabits => ({ exact: isIdName(name), isDate: isDateName(name) })
  const first = sampled.map(({ cells, name }) => inferColumn(cells, { ...habits, ...named(name) }))
  const shown = { ...habits, ...shownHabits(first) }
  const inferred = first.map((column, index) => {
    const { cells, name } = sampled[index] as SampledColumn
    return column.ambiguous === undefined ? column : inferColumn(cells, { ...shown, ...named(name) })
  })
  const columns = inferred.map((column, index) => plannedColumn(sampled[index] as SampledColumn, column))
  return {
    columns,
    evidence: inferred.flatMap((column, index) => explain((columns[index] as PlannedColumn).name, column)),
    warnings: [
      ...inferred.flatMap((column, index) => warnAmbiguous((columns[index] as PlannedColumn).name, column)),
      ...sampled.flatMap(({ cells }, index) => warnExcelDamage((columns[index] as PlannedColumn).name, cells) ?? []),
      ...warnMisfits(inferred, columns, sampled, placeOf),
    ],
  }
}

function plannedColumn({ name, sourceName, path }: SampledColumn, inferred: InferredColumn): PlannedColumn {
  const { type, format, decimal, thousands, strip, unit, minus, minusBehind, months, trueValues, falseValues, nulls } =
    inferred
  const { formulaText } = inferred
  return {
    name,
    ...(sourceName === undefined ? {} : { sourceName }),
    ...(path === undefined ? {} : { path }),
    type,
    ...(format === undefined ? {} : { format }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(thousands === undefined ? {} : { thousands }),
    ...(strip === undefined ? {} : { strip }),
    ...(unit === undefined ? {} : { unit }),
    ...(minus === undefined ? {} : { minus }),
    ...(minusBehind ? { minusBehind } : {}),
    ...(formulaText ? { formulaText } : {}),
    ...(months === undefined ? {} : { months }),
    ...(trueValues === undefined ? {} : { trueValues }),
    ...(falseValues === undefined ? {} : { falseValues }),
    nulls,
  }
}

/** Plain decisions need no grounds; what a person may want to check does. */
function explain(name: string, column: InferredColumn): Evidence[] {
  const { type, format, decimal, thousands, strip, nulls, confidence, reason, runnersUp, almost } = column
  const isPlain =
    confidence === 1 &&
    !format &&
    !decimal &&
    !thousands &&
    !strip &&
    nulls.length === 0 &&
    !almost &&
    !column.formulaText &&
    plainReasons.has(reason.code)
  if (isPlain) return []
  const nullValues = nulls.length === 0 ? undefined : message('loading.read-as-null', { values: nulls })
  return [
    {
      decision: `type of ${name}`,
      value: type,
      confidence,
      reason: nullValues ? message('loading.both', { first: reason, second: nullValues }) : reason,
      runnersUp,
    },
  ]
}

/** Reasons of decisions that nobody needs to check. */
const plainReasons: ReadonlySet<string> = new Set([
  'loading.cells-are',
  'loading.digits-stay-text',
  'loading.texts',
  'loading.no-values',
])

function warnAmbiguous(name: string, column: InferredColumn): Problem[] {
  const options = { where: { column: name } }
  if (column.ambiguous === 'day and month')
    return [warning('load.ambiguous-dates', { column: name, order: orderOf(column.format) }, options)]
  // A point without any other mark is a decimal point.
  if (column.ambiguous === 'decimal mark' && (column.decimal === ',' || column.thousands === ',')) {
    const mark = column.thousands === undefined ? 'decimal' : 'thousands'
    return [warning('load.ambiguous-numbers', { column: name, mark }, options)]
  }
  return []
}

/** The parts of a date in their order. */
const orderOf = (format = '') =>
  [...format.matchAll(/%(?:([dj])|([mbB])|([yY]))/g)].map(([, day, month]) =>
    message('loading.date-part', { part: day ? 'day' : month ? 'month' : 'year' }),
  )

const shownRows = 5

/** One warning for each row that alone keeps columns from their type, not one for each of its cells. */
function warnMisfits(
  inferred: readonly InferredColumn[],
  columns: readonly PlannedColumn[],
  sampled: readonly SampledColumn[],
  placeOf: CellPlace,
): Problem[] {
  const byCell = new Map<number, number[]>()
  inferred.forEach((column, index) => {
    if (column.almost === undefined) return
    for (const at of column.misfits) byCell.set(at, [...(byCell.get(at) ?? []), index])
  })
  return [...byCell].slice(0, shownRows).map(([at, indexes]) => {
    const first = indexes[0] as number
    const { name } = columns[first] as PlannedColumn
    const text = sampled[first]?.cells[at] ?? ''
    const { row, line } = placeOf(at)
    return warning(
      'load.column-stays-text',
      {
        column: name,
        others: indexes.length - 1,
        value: shorten(text),
        type: typeName((inferred[first] as InferredColumn).almost ?? ''),
        place:
          row === undefined ? message('loading.a-row', {}) : message('loading.row-place', { row, line: line ?? '' }),
      },
      { where: { column: name, ...(row === undefined ? {} : { row }), ...(line === undefined ? {} : { line }) } },
    )
  })
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
