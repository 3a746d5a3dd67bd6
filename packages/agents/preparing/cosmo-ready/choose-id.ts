import { message, type Message } from '@aw-flow/messages'
import { isCodeName, isIdName } from '../../column-meaning.ts'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'

/** The column selected as the point ID, if any. */
export interface ChosenId {
  column?: ColumnProfile
  /** The reason for selecting this column, or for selecting none. */
  reason: Message
  /** A column that is named like an ID but contains duplicates or nulls. */
  nonUniqueId?: ColumnProfile
}

/**
 * Selects the ID column. It must be unique, have no nulls, and be named or formatted like an ID. A column that is
 * merely unique, such as a name or a measurement, is not an ID.
 */
export function chooseId({ rows: rowCount, columns }: TableProfile): ChosenId {
  const candidates = columns
    .map((column, index) => ({ column, score: scoreId(column, rowCount, index) }))
    .filter((candidate): candidate is { column: ColumnProfile; score: number } => candidate.score !== undefined)
    .sort((a, b) => b.score - a.score)
  const best = candidates[0]
  const nonUniqueId = columns.find((column) => isIdName(column.name) && isIdType(column) && !isUnique(column, rowCount))
  const isNamedLikeId = hasIdOrCodeName(best?.column)
  if (best) {
    const column = best.column.name
    return {
      column: best.column,
      reason: isNamedLikeId ? message('prepare.id-named', { column }) : message('prepare.id-shaped', { column }),
      ...(nonUniqueId && scoreId(nonUniqueId, rowCount, 0) === undefined ? { nonUniqueId } : {}),
    }
  }
  if (nonUniqueId) {
    const { name: column, nulls, distinct } = nonUniqueId
    const reason =
      nulls > 0 && distinct === rowCount - nulls
        ? message('prepare.id-null', { column, nulls, rows: rowCount })
        : message('prepare.id-not-unique', { column, distinct, rows: rowCount })
    return { reason, nonUniqueId }
  }
  return { reason: message('prepare.id-missing', {}) }
}

const hasIdOrCodeName = (column: ColumnProfile | undefined): boolean =>
  column !== undefined && (isIdName(column.name) || isCodeName(column.name))

/**
 * Returns whether a column's type is suitable for IDs. Integers, text and UUIDs are suitable. Other numbers, dates and
 * Booleans are not.
 */
const isIdType = ({ type, numbers }: ColumnProfile): boolean =>
  type === 'VARCHAR' || type === 'UUID' || (numbers !== undefined && /INT/.test(type))

/** Returns whether a column has no nulls and its trimmed values are unique. */
const isUnique = (column: ColumnProfile, rowCount: number): boolean =>
  column.nulls === 0 && column.distinct === rowCount && (column.texts?.unique?.distinctTrimmed ?? rowCount) === rowCount

function scoreId(column: ColumnProfile, rowCount: number, index: number): number | undefined {
  if (rowCount === 0 || !isIdType(column) || !isUnique(column, rowCount)) return undefined
  const firstColumnBonus = index === 0 ? 5 : 0
  if (/^id$/i.test(column.name)) return 100 + firstColumnBonus
  if (isIdName(column.name)) return 80 + firstColumnBonus
  if (isCodeName(column.name)) return 60 + firstColumnBonus
  return looksLikeId(column, rowCount) ? 40 + firstColumnBonus : undefined
}

function looksLikeId({ type, texts }: ColumnProfile, rowCount: number): boolean {
  if (type === 'UUID') return true
  // In a small table, values may look like IDs by chance.
  if (!texts?.unique || rowCount < 4) return false
  if (texts.unique.idShaped === rowCount) return true
  return texts.unique.codeShaped === rowCount && texts.longest - texts.shortest <= 1
}
