import type { Column } from '@aw-flow/schema'
import { findPhrase } from '../ask-data/find-columns.ts'
import { linkColumns, type LinkedToken } from '../ask-data/link-columns.ts'
import { tokenize } from '../ask-data/tokenize.ts'

/** Replaces all matches of a global pattern with spaces, so that positions remain valid. */
export const blank = (text: string, words: RegExp): string =>
  text.replaceAll(words, (match) => ' '.repeat(match.length))

/** The columns that a text names, and its other words that have a meaning. */
export interface NamedColumns {
  readonly columns: readonly Column[]
  readonly unreadWords: readonly string[]
}

/** Words that can be ignored next to a list of columns. */
const fillers =
  /\b(?:columns?|fields?|spalten?|felder|rows?|zeilen|only|just|nur|result|table|tabelle|ergebnis|them|data|daten)\b/giu

/**
 * Finds the columns whose complete names are in a text.
 *
 * @param explained - A global pattern of the words whose meaning is already known.
 */
export function readColumns(text: string, columns: readonly Column[], explained: RegExp): NamedColumns {
  const tokens = linkColumns(blank(blank(text, explained), fillers), columns)
  const isNamed = ({ column, isPartial }: LinkedToken): boolean => column !== undefined && isPartial !== true
  const namedColumns = tokens.filter(isNamed).flatMap(({ column }) => column ?? [])
  const unreadWords = tokens
    .filter((token) => !isNamed(token) && token.kind !== 'comma')
    .filter(({ raw }) => !ignorableMeanings.has(findPhrase(tokenize(raw), 0)?.meaning ?? ''))
    .map(({ raw }) => raw)
  return { columns: [...new Set(namedColumns)], unreadWords }
}

const ignorableMeanings: ReadonlySet<string> = new Set(['filler', 'and', 'in', 'group', 'list'])
