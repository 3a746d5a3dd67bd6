import { warning, type Evidence, type PlannedColumn, type Problem } from '@aw-flow/schema'
import { isDateName, isIdName } from '../../column-meaning.ts'
import type { ColumnName } from '../columns/column-names.ts'
import { warnExcelDamage } from '../columns/excel-damage.ts'
import { inferColumn, shownHabits, typeWord, type FileHabits, type InferredColumn } from '../columns/infer-column.ts'

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
    /^All(?!.*several values)|texts|No values/.test(reason)
  if (isPlain) return []
  const words = nulls.length === 0 ? '' : ` Read as no value: ${nulls.map((word) => `"${word}"`).join(', ')}.`
  return [
    {
      decision: `type of ${name}`,
      value: type,
      confidence,
      reason: reason + words,
      runnersUp,
    },
  ]
}

function warnAmbiguous(name: string, column: InferredColumn): Problem[] {
  if (column.ambiguous === 'day and month')
    return [
      warning(
        'load.ambiguous-dates',
        `Every date in \`${name}\` can be read with day and month exchanged; they are read as ${orderOf(column.format)}.`,
        {
          where: { column: name },
          hint: 'Look at a date that you know. Where it is wrong, write the dates as 2024-12-31 in the source.',
        },
      ),
    ]
  // A point without any other sign is a decimal point: that goes without saying.
  if (column.ambiguous === 'decimal mark' && (column.decimal === ',' || column.thousands === ','))
    return [
      warning(
        'load.ambiguous-numbers',
        `The marks in the numbers of \`${name}\` can mean decimals or thousands; they are read as ${column.thousands === undefined ? 'decimals' : 'thousands'}.`,
        {
          where: { column: name },
          hint: 'Look at a number that you know. Where it is wrong, write the numbers without thousands marks in the source.',
        },
      ),
    ]
  return []
}

/** The order of a date's parts, in words. */
const orderOf = (format = ''): string =>
  [...format.matchAll(/%(?:([dj])|([mbB])|([yY]))/g)]
    .map(([, day, month]) => (day ? 'day' : month ? 'month' : 'year'))
    .join('/')

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
    const type = typeWord((inferred[first] as InferredColumn).almost ?? '')
    const { row, line } = placeOf(at)
    const place = row === undefined ? 'A row' : line === undefined ? `Row ${row}` : `Row ${row} (line ${line})`
    const others =
      indexes.length === 1 ? '' : ` and ${indexes.length - 1} more ${indexes.length === 2 ? 'column' : 'columns'}`
    return warning(
      'load.column-stays-text',
      `${place} holds ${JSON.stringify(shorten(text))} in \`${name}\`, whose other cells are ${type}: \`${name}\`${others} stay${indexes.length === 1 ? 's' : ''} text.`,
      {
        where: { column: name, ...(row === undefined ? {} : { row }), ...(line === undefined ? {} : { line }) },
        hint: 'Correct the cell in the source and load it again, or work with the column as text.',
      },
    )
  })
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
