import { message } from '@aw-flow/messages'
import { info, type PreparationPlan, type Problem } from '@aw-flow/schema'
import type { ColumnProfile, Operation } from '@aw-flow/schema/internal'
import type { TableProfile } from '@aw-flow/schema'
import { isCodeName, isIdName } from '../../column-meaning.ts'
import { makeUniqueName, collectNames } from '../../unique-name.ts'
import { clusterSpellings } from '../../profiling/cluster-spellings.ts'
import type { TextColumnValues } from './inspect-texts.ts'
import { planNullMarkers, planTextParsing, describeType } from './plan-text-parsing.ts'

/** Statistics that the cleanup plan needs in addition to the profile. */
export interface GenericStatistics {
  /** Values and types of text columns, keyed by column name. */
  texts: ReadonlyMap<string, TextColumnValues>
  /** Columns that must remain text because parsing them would lose values. */
  textColumns?: ReadonlySet<string>
  /** Number of rows that duplicate an earlier row. */
  duplicateRows: number
}

/**
 * Plans the cleanup of a table without losing data. Trims text, sets null markers and infinite numbers to null, parses
 * numbers, dates and Booleans, merges spellings that differ only in case, spaces and periods, and drops columns that
 * have neither a name nor values. All rows are kept; a note reports duplicates.
 */
export function planGeneric(
  profile: TableProfile,
  { texts: textValues, textColumns, duplicateRows: duplicateRowCount }: GenericStatistics,
): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const usedNames = collectNames(profile.columns)
  for (const column of profile.columns) {
    const { name, nulls } = column
    if (nulls === profile.rows) {
      if (/^column_\d+$/.test(name))
        operations.push({ op: 'drop-column', reason: message('prepare.reason-unnamed-column', {}), column: name })
      else notes.push(info('prepare.empty-column', { column: name }, { where: { column: name } }))
      continue
    }
    if ((column.texts?.untrimmed ?? 0) > 0)
      operations.push({
        op: 'trim',
        reason: message('prepare.reason-untrimmed', {}),
        column: name,
      })
    if ((column.numbers?.infinite ?? 0) > 0)
      operations.push({
        op: 'finite',
        reason: message('prepare.reason-not-finite', {}),
        column: name,
      })
    const columnValues = textValues.get(name)
    if (!columnValues) continue
    const isText = textColumns?.has(name) === true || columnValues.inferredColumn.misfits.length > 0
    const parseOperations = isText
      ? []
      : planTextParsing(name, columnValues, () => makeUniqueName(`${name}_currency`, usedNames))
    if (parseOperations.length > 0) operations.push(...parseOperations)
    else
      operations.push(
        ...planNullMarkers(name, findRemovableNullMarkers(columnValues)),
        ...planSpellingMerge(column, columnValues, profile.rows),
      )
    if (columnValues.inferredColumn.typeWithoutMisfits !== undefined)
      notes.push(createAlmostTypedNote(name, columnValues, columnValues.inferredColumn.typeWithoutMisfits))
  }
  // A table needs at least one column.
  const dropOperations = operations.filter(({ op }) => op === 'drop-column')
  if (dropOperations.length === profile.columns.length)
    operations.splice(operations.indexOf(dropOperations[0] as Operation), 1)
  if (duplicateRowCount > 0) notes.push(info('prepare.duplicate-rows', { rows: duplicateRowCount }))
  return { target: 'generic', operations, notes }
}

const findRemovableNullMarkers = ({ inferredColumn, values }: TextColumnValues): readonly string[] =>
  // If a column contains only null markers, they are kept, because no values would be left.
  inferredColumn.type === 'VARCHAR' && values.length > inferredColumn.nulls.length ? inferredColumn.nulls : []

/**
 * Plans the merging of spellings that differ only in case, spaces and periods. Excludes IDs and codes, in which these
 * differences are significant.
 */
function planSpellingMerge(
  { name, texts }: ColumnProfile,
  { values }: TextColumnValues,
  rowCount: number,
): Operation[] {
  const hasRepeats = values.length <= rowCount * maxDistinctFraction
  if (!hasRepeats || isIdName(name) || isCodeName(name) || (texts?.longest ?? 0) > maxNameLength) return []
  const groups = clusterSpellings(values, { methods: ['writing'] })
    .map(({ canonicalValue, values: members }) => ({
      to: canonicalValue,
      from: members.flatMap(({ value }) => (value !== canonicalValue ? [value] : [])),
    }))
    .filter(({ to, from }) => [to, ...from].every(isName))
  const reason = message('prepare.reason-spellings', {})
  return groups.length === 0 ? [] : [{ op: 'merge-spellings', reason, column: name, groups }]
}

/**
 * Returns whether a value is a name with at least three letters. Words that combine letters with digits are codes,
 * whose case is significant.
 */
const isName = (value: string): boolean =>
  (value.match(/\p{L}/gu)?.length ?? 0) >= 3 && !/\p{L}[\p{N}_]|[\p{N}_]\p{L}/u.test(value)

const maxNameLength = 100
/** Maximum number of distinct values in a column of names, as a fraction of its rows. */
const maxDistinctFraction = 0.75

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
