import { message, type Message } from '@aw-flow/messages'
import { isCodeName, isIdName } from '../../column-meaning.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** The column selected as the point ID, if any. */
export interface ChosenId {
  column?: ColumnProfile
  /** The reason for selecting this column, or none. */
  reason: Message
  /** A column that is named like an ID but contains duplicates or nulls. */
  nonUniqueId?: ColumnProfile
}

/**
 * Selects the ID column. It must be unique, have no nulls, and be named or formatted like an ID. A column that is
 * merely unique, such as a name or a measurement, is not an ID.
 */
export function chooseId({ rows, columns }: TableProfile): ChosenId {
  const scored = columns
    .map((column, index) => ({ column, score: scoreId(column, rows, index) }))
    .filter((candidate): candidate is { column: ColumnProfile; score: number } => candidate.score !== undefined)
    .sort((a, b) => b.score - a.score)
  const best = scored[0]
  const nonUniqueId = columns.find((column) => isIdName(column.name) && isKeyType(column) && !isUnique(column, rows))
  const isNamedLikeId = hasKeyName(best?.column)
  if (best) {
    const column = best.column.name
    return {
      column: best.column,
      reason: isNamedLikeId ? message('prepare.id-named', { column }) : message('prepare.id-shaped', { column }),
      ...(nonUniqueId && scoreId(nonUniqueId, rows, 0) === undefined ? { nonUniqueId } : {}),
    }
  }
  if (nonUniqueId) {
    const { name: column, nulls, distinct } = nonUniqueId
    const reason =
      nulls > 0 && distinct === rows - nulls
        ? message('prepare.id-null', { column, nulls, rows })
        : message('prepare.id-not-unique', { column, distinct, rows })
    return { reason, nonUniqueId }
  }
  return { reason: message('prepare.id-missing', {}) }
}

const hasKeyName = (column: ColumnProfile | undefined): boolean =>
  column !== undefined && (isIdName(column.name) || isCodeName(column.name))

/**
 * Returns whether a column's type allows IDs. Integers, text and UUIDs do, unlike other numbers, dates and Booleans.
 */
const isKeyType = ({ type, numbers }: ColumnProfile): boolean =>
  type === 'VARCHAR' || type === 'UUID' || (numbers !== undefined && /INT/.test(type))

/** Returns whether a column has no nulls and its trimmed values are unique. */
const isUnique = (column: ColumnProfile, rows: number): boolean =>
  column.nulls === 0 && column.distinct === rows && (column.texts?.unique?.distinctTrimmed ?? rows) === rows

function scoreId(column: ColumnProfile, rows: number, index: number): number | undefined {
  if (rows === 0 || !isKeyType(column) || !isUnique(column, rows)) return undefined
  const firstColumnBonus = index === 0 ? 5 : 0
  if (/^id$/i.test(column.name)) return 100 + firstColumnBonus
  if (isIdName(column.name)) return 80 + firstColumnBonus
  if (isCodeName(column.name)) return 60 + firstColumnBonus
  return isIdShaped(column, rows) ? 40 + firstColumnBonus : undefined
}

function isIdShaped({ type, texts }: ColumnProfile, rows: number): boolean {
  if (type === 'UUID') return true
  // In a small table, values may look like IDs by chance.
  if (!texts?.unique || rows < 4) return false
  if (texts.unique.idShaped === rows) return true
  return texts.unique.codeShaped === rows && texts.longest - texts.shortest <= 1
}
