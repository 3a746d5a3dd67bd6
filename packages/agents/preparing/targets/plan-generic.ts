import { message } from '@aw-flow/messages'
import { info, type ColumnProfile, type Operation, type PreparationPlan, type Problem } from '@aw-flow/schema'
import type { TableProfile } from '@aw-flow/schema'
import { isCodeName, isIdName } from '../../column-meaning.ts'
import { freeName, takenNames } from '../../free-name.ts'
import { clusterSpellings } from '../../profiling/cluster-spellings.ts'
import type { ColumnTexts } from './look-at-texts.ts'
import { emptied, operationsToRead, valuesOfType } from './read-texts.ts'

/** What planning a clean table must know beyond its profile. */
export interface GenericFacts {
  texts: ReadonlyMap<string, ColumnTexts>
  /** Columns whose texts are to stay texts: reading them would lose some. */
  kept?: ReadonlySet<string>
  /** Rows that are the same as one above them. */
  repeated: number
}

/**
 * Plans what makes a table clean and loses nothing: blanks around texts go, words for "no value" and numbers that are
 * infinite become empty, texts that are all numbers, dates or yes and no become these, values that differ in
 * capitals, blanks and full stops only get the most frequent spelling, columns go that have neither a name nor a value. Rows all stay: those
 * that repeat one above are told.
 */
export function planGeneric(profile: TableProfile, { texts, kept, repeated }: GenericFacts): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const taken = takenNames(profile.columns)
  for (const column of profile.columns) {
    const { name, nulls } = column
    if (nulls === profile.rows) {
      if (/^column_\d+$/.test(name))
        operations.push({ op: 'drop-column', reason: message('prepare.reason-nameless-column', {}), column: name })
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
    const own = texts.get(name)
    if (!own) continue
    const isText = kept?.has(name) === true || own.found.misfits.length > 0
    const read = isText ? [] : operationsToRead(name, own, () => freeName(`${name}_currency`, taken))
    if (read.length > 0) operations.push(...read)
    else operations.push(...emptied(name, plainNulls(own)), ...mergedSpellings(column, own, profile.rows))
    if (own.found.almostType !== undefined) notes.push(almostTyped(name, own, own.found.almostType))
  }
  // A table keeps one column at least.
  const dropped = operations.filter(({ op }) => op === 'drop-column')
  if (dropped.length === profile.columns.length) operations.splice(operations.indexOf(dropped[0] as Operation), 1)
  if (repeated > 0) notes.push(info('prepare.repeated-rows', { rows: repeated }))
  return { target: 'generic', operations, notes }
}

const plainNulls = ({ found, values }: ColumnTexts): readonly string[] =>
  // Of a column of such words alone nothing would be left.
  found.type === 'VARCHAR' && values.length > found.nulls.length ? found.nulls : []

/** Values that differ in capitals, blanks and full stops only; never of ids and codes, in which these may tell two apart. */
function mergedSpellings({ name, texts }: ColumnProfile, { values }: ColumnTexts, rows: number): Operation[] {
  const repeats = values.length <= rows * repeatingShare
  if (!repeats || isIdName(name) || isCodeName(name) || (texts?.longest ?? 0) > maxNameLength) return []
  const groups = clusterSpellings(values, { by: ['writing'] })
    .map(({ keep, values: members }) => ({
      to: keep,
      from: members.flatMap(({ value }) => (value !== keep ? [value] : [])),
    }))
    .filter(({ to, from }) => [to, ...from].every(isName))
  const reason = message('prepare.reason-spellings', {})
  return groups.length === 0 ? [] : [{ op: 'merge-spellings', reason, column: name, groups }]
}

/** Three letters and more; words of letters and digits are codes, in which capitals may tell two apart. */
const isName = (value: string): boolean =>
  (value.match(/\p{L}/gu)?.length ?? 0) >= 3 && !/\p{L}[\p{N}_]|[\p{N}_]\p{L}/u.test(value)

const maxNameLength = 100
/** Where nearly every row has a text of its own, these are no names of anything. */
const repeatingShare = 0.75

function almostTyped(column: string, { values, found }: ColumnTexts, type: string): Problem {
  return info(
    'prepare.almost-typed',
    {
      column,
      misfits: found.misfits.length,
      distinct: values.length,
      type: valuesOfType(type),
      examples: found.misfits.slice(0, 3).map((index) => values[index]?.value ?? ''),
    },
    { where: { column } },
  )
}
