import { message, type Message } from '@aw-flow/messages'
import { isCodeName, isIdName } from '../../column-meaning.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** The column that identifies the points, or why there is none. */
export interface ChosenId {
  column?: ColumnProfile
  /** Why this one, or why none. */
  reason: Message
  /** A column that is named like an id and repeats. */
  repeats?: ColumnProfile
}

/**
 * The column that is unique, never empty, and named or shaped like an id. A column that is merely unique (a name, a
 * measure) is none, and one that is named `id` and repeats is none either.
 */
export function chooseId({ rows, columns }: TableProfile): ChosenId {
  const scored = columns
    .map((column, index) => ({ column, score: score(column, rows, index) }))
    .filter((one): one is { column: ColumnProfile; score: number } => one.score !== undefined)
    .sort((one, other) => other.score - one.score)
  const best = scored[0]
  const repeats = columns.find((column) => isIdName(column.name) && isKeyType(column) && !identifies(column, rows))
  const named = isNamed(best?.column)
  if (best) {
    const column = best.column.name
    return {
      column: best.column,
      reason: named ? message('prepare.id-named', { column }) : message('prepare.id-shaped', { column }),
      ...(repeats && score(repeats, rows, 0) === undefined ? { repeats } : {}),
    }
  }
  if (repeats) {
    const { name: column, nulls, distinct } = repeats
    const reason =
      nulls > 0 && distinct === rows - nulls
        ? message('prepare.id-null', { column, nulls, rows })
        : message('prepare.id-not-unique', { column, distinct, rows })
    return { reason, repeats }
  }
  return { reason: message('prepare.id-missing', {}) }
}

const isNamed = (column: ColumnProfile | undefined): boolean =>
  column !== undefined && (isIdName(column.name) || isCodeName(column.name))

/** Whole numbers and texts can be ids; measures, dates and yes-or-no cannot. */
const isKeyType = ({ type, numbers }: ColumnProfile): boolean =>
  type === 'VARCHAR' || type === 'UUID' || (numbers !== undefined && /INT/.test(type))

/** True where the values, as trimmed texts, are there and differ in all rows. */
const identifies = (column: ColumnProfile, rows: number): boolean =>
  column.nulls === 0 && column.distinct === rows && (column.texts?.unique?.distinctTrimmed ?? rows) === rows

function score(column: ColumnProfile, rows: number, index: number): number | undefined {
  if (rows === 0 || !isKeyType(column) || !identifies(column, rows)) return undefined
  const first = index === 0 ? 5 : 0
  if (/^id$/i.test(column.name)) return 100 + first
  if (isIdName(column.name)) return 80 + first
  if (isCodeName(column.name)) return 60 + first
  return isIdShaped(column, rows) ? 40 + first : undefined
}

function isIdShaped({ type, texts }: ColumnProfile, rows: number): boolean {
  if (type === 'UUID') return true
  // Two or three rows have a shape by chance.
  if (!texts?.unique || rows < 4) return false
  if (texts.unique.idShaped === rows) return true
  return texts.unique.codeShaped === rows && texts.longest - texts.shortest <= 1
}
