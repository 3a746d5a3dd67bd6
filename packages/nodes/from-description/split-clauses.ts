import { fold } from '../ask-data/stem.ts'
import { endsWithVerb, startsStep } from './step-words.ts'

/** Ends of sentences and words that start the next step. */
const strongSeparator =
  /[.!?;](?=\s|$)|\n|(?:,\s*|\b(?:and|und)\s+)?\b(?:then(?! by\b)|afterwards|after that|finally|dann|danach|anschliesend|zuletzt)\b,?|→|->/g

/** Separators that can also occur within a step, as in "keep the columns a, b and c". */
const weakSeparator = /,\s*(?:and|und)\b|,|\b(?:and|und)\b/g

/**
 * Splits a description into clauses at the ends of sentences, at "then", and at commas and "and" if a step follows. Text
 * in quotes is not split.
 *
 * @example
 * splitClauses('remove duplicates, then sort by a and b') // ['remove duplicates', 'sort by a and b']
 */
export function splitClauses(description: string): string[] {
  const text = fold(description).replaceAll(/"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<!\w)'[^']*'(?!\w)/g, (quoted) =>
    '"'.repeat(quoted.length),
  )
  const clauses: string[] = []
  for (const [sentenceStart, sentenceEnd] of splitAt(text, 0, text.length, strongSeparator)) {
    let start = sentenceStart
    const pieces = splitAt(text, sentenceStart, sentenceEnd, weakSeparator)
    for (const [index, [pieceStart, pieceEnd]] of pieces.entries()) {
      const next = pieces[index + 1]
      if (next && !isNextStep(text.slice(start, pieceEnd), text.slice(next[0], sentenceEnd))) continue
      clauses.push(trimClause(description.slice(Math.max(start, 0), pieceEnd)))
      start = next?.[0] ?? pieceStart
    }
  }
  return clauses.filter((clause) => /[\p{L}\p{N}]/u.test(clause))
}

/** Returns whether text after a weak separator is another step than the text before it. */
function isNextStep(textBefore: string, textAfter: string): boolean {
  // "group by city and compute the mean price" is one step.
  if (/^\s*(?:group\w*|gruppier\w*)\b|\bgruppier\w*\s*$/.test(textBefore) && !/\b(?:sort|plot|chart)/.test(textAfter))
    return false
  // "average price and sum of weight" are two measures of one step.
  if (
    /\b(?:average|mean|median|min|max|minimum|maximum|total|sum|count)\b/.test(textBefore) &&
    /^\s*(?:count|sum)\b/.test(textAfter)
  )
    return false
  return startsStep(textAfter) && (!endsWithVerb(textAfter) || startsStep(textBefore))
}

function splitAt(text: string, start: number, end: number, separator: RegExp): [start: number, end: number][] {
  const ranges: [number, number][] = []
  let rangeStart = start
  for (const { index, 0: words } of text.slice(start, end).matchAll(separator)) {
    ranges.push([rangeStart, start + index])
    rangeStart = start + index + words.length
  }
  return [...ranges, [rangeStart, end]]
}

/** Removes courtesies, list markers and separators from the ends of a clause. */
const trimClause = (clause: string): string =>
  clause
    .trim()
    .replace(
      /^(?:(?:[-*•]|\d{1,2}[.)])\s+)?(?:(?:please|bitte|now|next|also|first|finally|and|und|i (?:want|need|would like) to|i'd like to|can you|could you|let's|ich mochte|ich möchte)\b[\s,:]*)*/iu,
      '',
    )
    .replace(/[\s,:]*\b(?:please|bitte|thanks|thank you|danke)$/i, '')
    .trim()
