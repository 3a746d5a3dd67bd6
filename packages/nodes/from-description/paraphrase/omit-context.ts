import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'
import { sortWords } from '../query/read-order.ts'
import { groupWords } from '../query/read-groups.ts'
import { fold } from '../stem.ts'
import { tokenize, type Token } from '../words.ts'

/** A description without background information. */
export interface ShortenedDescription {
  /** The description, with omitted parts replaced by spaces. */
  readonly text: string
  readonly omittedParts: readonly string[]
}

const sentenceEnd = /[.!?;](?=\s|$)|\n/g

/** Words that indicate a request, although no rule interprets them on their own. */
const requestWords =
  /\b(?:need|want|wants|would like|like to|column|columns|label\w*|call|named?|spalten?|brauche\w*|mochte\w*|compar\w*|vergleich\w*|year|years|jahr|jahre|pivot|rows?|zeilen?|if|wenn|remove|fill|replace|bitte|please|round\w*|runde\w*|gerundet|both|them|those|it|sie|es|beide\w*|difference|change|share|percent\w*|total|sum|average|prozent\w*|anteil\w*|differenz|weg|weglassen|\w{2,}est \w+ first|wegbleiben|format)\b/

/** Matches the start of sentences about the file itself: "The file repeats them for every zip code." */
const fileSentenceStart =
  /^\s*(?:the|this|my|our|die|diese|unsere) (?:\w+ )?(?:file|files|data|dataset|table|list|sheet|export|datei|daten|tabelle|liste) (?!(?:needs|is|as)\b)(?:\w+s|have|are|enthalt\w*|enthalten|hat|sind)\b/

/** Removes sentences and introductions that do not request anything, such as "We run a small shop." */
export function omitContext(
  description: string,
  columns: readonly Column[],
  values: ColumnValues,
  describesStep: (folded: string) => boolean,
): ShortenedDescription {
  let text = description
  const omittedParts: string[] = []
  const omit = (start: number, end: number): void => {
    const omittedText = description
      .slice(start, end)
      .replaceAll(/[\s;\uE000\uE001]+/g, ' ')
      .trim()
    if (omittedText === '') return
    text = text.slice(0, start) + text.slice(start, end).replaceAll(/[^\uE000\uE001]/g, ' ') + text.slice(end)
    omittedParts.push(omittedText.replace(/[.:;]$/, ''))
  }
  const requestsStep = (folded: string): boolean =>
    describesStep(folded) || requestWords.test(folded) || sortWords.test(folded)
  for (const { start, end } of listSentences(description)) {
    const sentence = description.slice(start, end)
    const colon = /:\s/.exec(sentence)?.index ?? -1
    const introduction = colon > 0 && colon < 80 ? sentence.slice(0, colon) : undefined
    if (introduction !== undefined && isIntroduction(introduction, columns, values, requestsStep)) {
      omit(start, start + colon + 1)
      continue
    }
    const folded = fold(sentence)
    if (fileSentenceStart.test(folded)) {
      omit(start, end)
      continue
    }
    const tokens = tokenize(sentence, columns, values)
    if (!requestsStep(folded) && !groupWords.test(folded) && tokens.every((token) => !refersToData(token)))
      omit(start, end)
  }
  // If nothing would remain, the description is used unchanged.
  return text.trim() === '' ? { text: description, omittedParts: [] } : { text, omittedParts }
}

export function listSentences(text: string): { readonly start: number; readonly end: number }[] {
  const sentences: { start: number; end: number }[] = []
  let start = 0
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length
    sentences.push({ start, end })
    start = end
  }
  if (text.slice(start).trim() !== '') sentences.push({ start, end: text.length })
  return sentences
}

/** Returns whether a token refers to a column, value, number or file. */
const refersToData = ({ kind, column, cell }: Token): boolean =>
  column !== undefined || cell !== undefined || kind === 'number' || kind === 'text' || kind === 'file'

/**
 * Returns whether the words before a colon only state who asks or why: "Chamber of commerce report:", "For the open air
 * cinema:". Values among unknown words, such as "open" in the second example, do not refer to the table.
 */
function isIntroduction(
  words: string,
  columns: readonly Column[],
  values: ColumnValues,
  requestsStep: (folded: string) => boolean,
): boolean {
  const folded = fold(words)
  const purpose = /^\s*(?:for|fur) (?!(?:each|every|all|jede\w*|alle)\b)/.exec(folded)?.[0] ?? ''
  const rest = folded.slice(purpose.length)
  if (requestsStep(rest) || groupWords.test(rest)) return false
  const tokens = tokenize(words.slice(purpose.length), columns, values)
  const unknownWords = tokens.filter(
    ({ kind, column, cell, folded: word }) => kind === 'word' && !column && !cell && word.length > 3,
  )
  return tokens.every(
    (token) =>
      !refersToData(token) || ((token.cell || token.isPartial) && token.kind !== 'text' && unknownWords.length > 1),
  )
}
