import { isBlank, type SourceRecord } from '../records/read-records.ts'

/** Maximum number of records that are examined. */
const maxExaminedRecords = 1000
/** Maximum number of records at the start of the text that may be titles. */
export const maxTitleRecords = 10

/**
 * Finds titles, which are phrases among the first records of space-delimited text, and returns the offsets at which
 * they start. If phrases also occur further down, all phrases are values rather than titles.
 *
 * @param records The records, excluding comments.
 */
export function findTitles(text: string, records: readonly SourceRecord[]): ReadonlySet<number> {
  const examinedRecords = records.slice(0, maxExaminedRecords).filter((record) => !isBlank(record))
  const isTitle = ({ start, end }: SourceRecord): boolean => isPhrase(text.slice(start, end))
  const titleCount = examinedRecords.findLastIndex(isTitle) + 1
  if (titleCount > maxTitleRecords || 2 * titleCount >= examinedRecords.length) return new Set()
  return new Set(
    examinedRecords
      .slice(0, titleCount)
      .filter(isTitle)
      .map(({ start }) => start),
  )
}

/**
 * Matches words that connect others and rarely name a column. Prepositions that often name one ("from", "to", "by",
 * "in") and words that are also language codes ("is", "de", "la") are excluded.
 */
const functionWordPattern = /^(?:of|the|for|with|are|this|der|das|und|für|mit|des|les|pour|avec|del|para)$/i
const minWords = 3
const maxExaminedCharacters = 400

/**
 * Returns whether a line is a phrase such as "Table of the elements". It must consist of words separated by single
 * spaces, with at least one function word and no numbers. Column names that contain spaces would be separated by more
 * than one space.
 */
function isPhrase(line: string): boolean {
  const words = line.slice(0, maxExaminedCharacters).trim().split(' ')
  return (
    words.length >= minWords &&
    words.some((word) => functionWordPattern.test(word)) &&
    words.every((word) => word !== '' && !/["\t]/.test(word) && !/^[-+]?[\d.,]+$/.test(word))
  )
}
