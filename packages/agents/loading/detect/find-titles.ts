import { isBlank, type SourceRecord } from './read-records.ts'

/** Maximum number of records that are examined, and of records at the start of the text that may be titles. */
const maxExaminedRecords = 1000
export const maxTitleRecords = 10

/**
 * Returns the offsets of phrases among the first records of space-delimited text. If phrases also occur further down,
 * all of them are values, not titles.
 *
 * @param records Records without comments.
 */
export function findTitles(text: string, records: readonly SourceRecord[]): ReadonlySet<number> {
  const examined = records.slice(0, maxExaminedRecords).filter((record) => !isBlank(record))
  const isTitle = ({ start, end }: SourceRecord): boolean => isPhrase(text.slice(start, end))
  const count = examined.findLastIndex(isTitle) + 1
  if (count > maxTitleRecords || 2 * count >= examined.length) return new Set()
  return new Set(
    examined
      .slice(0, count)
      .filter(isTitle)
      .map(({ start }) => start),
  )
}

/**
 * Words that connect others and rarely name a column. Excludes prepositions that do ("from", "to", "by", "in") and
 * words that are also language codes ("is", "de", "la").
 */
const functionWord = /^(?:of|the|for|with|are|this|der|das|und|für|mit|des|les|pour|avec|del|para)$/i
const minWords = 3
const maxExaminedCharacters = 400

/**
 * Returns whether a line consists of words separated by single spaces, with at least one function word and no number
 * ("Table of the elements"). Names that contain spaces would be further apart.
 */
function isPhrase(line: string): boolean {
  const words = line.slice(0, maxExaminedCharacters).trim().split(' ')
  return (
    words.length >= minWords &&
    words.some((word) => functionWord.test(word)) &&
    words.every((word) => word !== '' && !/["\t]/.test(word) && !/^[-+]?[\d.,]+$/.test(word))
  )
}
