import { classifyCell } from '../columns/cell-kind.ts'

/**
 * A possible delimiter. `prior` is its general plausibility, from 0 to 1; it is 1 for commas, semicolons, tabs and
 * pipes.
 */
export interface DelimiterCandidate {
  delimiter: string
  prior: number
}

const commonDelimiters = [',', ';', '\t', '|']
const maxLines = 500
const nonDelimiterPattern = /[\p{L}\p{N}\p{Ps}\p{Pe}."'`\r\\_\-+$€£%@]/u

/**
 * Returns the possible delimiters of the text. Commas, semicolons, tabs and pipes are candidates if they occur at all.
 * Other characters are candidates only if they occur in most lines. Delimiters that are followed or surrounded by
 * spaces, or doubled, are also candidates if the character mostly occurs that way.
 */
export function findDelimiterCandidates(text: string): DelimiterCandidate[] {
  const lines = text
    .split(/\r?\n/, maxLines * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, maxLines)
  const lineCounts = new Map<string, number>()
  for (const line of lines) {
    for (const character of new Set(line)) {
      if (!nonDelimiterPattern.test(character)) lineCounts.set(character, (lineCounts.get(character) ?? 0) + 1)
    }
  }
  const sampleText = lines.join('\n')
  const candidates: DelimiterCandidate[] = []
  for (const [character, count] of lineCounts) {
    // Other characters must be frequent, because they also occur in sentences and dates.
    if (!commonDelimiters.includes(character) && (lines.length < 3 || count < 0.6 * lines.length)) continue
    if (isWithinValues(character, lines) || isWithinBrackets(character, lines)) continue
    const prior = getPrior(character)
    candidates.push({ delimiter: character, prior })
    if (character !== ' ') candidates.push(...findWidenedDelimiters(character, prior, sampleText))
  }
  if (isNumberColumn(lines)) return []
  const allCandidates = [...candidates, ...findLongDelimiters(lines, candidates)]
  return isSingleValueColumn(lines)
    ? allCandidates.filter(({ delimiter }) => commonDelimiters.includes(delimiter) || splitsHeader(lines, delimiter))
    : allCandidates
}

const valueSeparators = ':/'

/**
 * Returns whether a character only separates digits within values ("1923:06 1924:07"). It must occur only between
 * digits, and whitespace or a common delimiter must split all lines that contain it into the same number of cells.
 */
function isWithinValues(character: string, lines: readonly string[]): boolean {
  if (!valueSeparators.includes(character)) return false
  const matchingLines = lines.filter((line) => line.includes(character))
  const pattern = new RegExp(`^(?:[^${character}]*\\d${character}(?=\\d))+[^${character}]*$`)
  const [firstLine = ''] = matchingLines
  const splitsEvenly = (delimiter: RegExp): boolean => {
    const cellCount = firstLine.trim().split(delimiter).length
    return cellCount > 1 && matchingLines.every((line) => line.trim().split(delimiter).length === cellCount)
  }
  return matchingLines.every((line) => pattern.test(line)) && [/[ \t]+/, /,/, /;/, /\|/].some(splitsEvenly)
}

/** Minimum number of lines that contain a character within brackets. */
const minBracketedLines = 3

/**
 * Returns whether a character only separates parts of remarks in brackets, as in "Mozilla/5.0 (X11; Linux)
 * Firefox/3.6". This must be the case in almost all lines that contain it. Lines that are in brackets as a whole and
 * numbers in brackets do not count, because they may be records and cells.
 */
function isWithinBrackets(character: string, lines: readonly string[]): boolean {
  if (/\s/.test(character)) return false
  const matchingLines = lines.filter((line) => line.includes(character))
  const isBracketed = (line: string): boolean =>
    !/^\s*\(.*\)\s*$/.test(line) && !line.replace(/\([^()\p{L}]*\p{L}[^()]*\)/gu, '').includes(character)
  return (
    matchingLines.length >= minBracketedLines &&
    matchingLines.filter(isBracketed).length >= minLineShare * matchingLines.length
  )
}

/** Minimum share of lines that counts as almost all lines. */
const minLineShare = 0.95
const phoneNumberPattern = /^\s*\+\d{1,3}[ /-]\(?\d[\d ()/-]{4,}$/

/**
 * Returns whether almost all lines after the first consist of a single date, time, URL, email address or phone number.
 * The punctuation in such values does not separate cells.
 */
function isSingleValueColumn([, ...lines]: readonly string[]): boolean {
  const isValue = (line: string): boolean =>
    ['date', 'time', 'datetime', 'url', 'email'].includes(classifyCell(line)) || phoneNumberPattern.test(line)
  return lines.length >= 2 && lines.filter(isValue).length >= minLineShare * lines.length
}

/**
 * Returns whether the text is a single column of numbers with decimal or thousands commas. In that case, the first line
 * is a single word (two columns would have two header cells), and almost all other lines are numbers with the same
 * number of digits after the last comma.
 */
function isNumberColumn([headerLine = '', ...lines]: readonly string[]): boolean {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(headerLine.trim()) || lines.length < 2) return false
  const numbers = lines.filter((line) => ['number', 'money', 'percent'].includes(classifyCell(line)))
  const fractionLengths = new Set(numbers.flatMap((line) => /,([\d.]*\d)\D*$/.exec(line)?.[1]?.length ?? []))
  return (
    fractionLengths.size === 1 &&
    numbers.includes(lines[0] as string) &&
    numbers.length >= minLineShare * lines.length &&
    lines.every((line) => !line.includes(',') || numbers.includes(line))
  )
}

/**
 * Returns whether a delimiter splits the first two lines into the same number of parts. In that case, the first line
 * may name the parts of the values.
 */
function splitsHeader([firstLine = '', secondLine = '']: readonly string[], delimiter: string): boolean {
  return (
    /\p{L}/u.test(firstLine) &&
    !/\d/.test(firstLine) &&
    countOccurrences(firstLine, delimiter) > 0 &&
    countOccurrences(firstLine, delimiter) === countOccurrences(secondLine, delimiter)
  )
}

/** Minimum share of a character's occurrences that must have adjacent spaces or be doubled. */
const minWidenedShare = 0.8

function findWidenedDelimiters(character: string, prior: number, sampleText: string): DelimiterCandidate[] {
  const total = countOccurrences(sampleText, character)
  return [`${character} `, ` ${character} `, character + character].flatMap((delimiter) => {
    const coveredCount = countOccurrences(sampleText, delimiter) * (delimiter === character + character ? 2 : 1)
    return coveredCount >= 2 && coveredCount > minWidenedShare * total ? [{ delimiter, prior }] : []
  })
}

/**
 * Returns possible delimiters that consist of several characters, such as `~|~` or `::`. They have at most four bytes,
 * which is DuckDB's limit.
 */
function findLongDelimiters(
  lines: readonly string[],
  existingCandidates: readonly DelimiterCandidate[],
): DelimiterCandidate[] {
  const sample = lines.slice(0, 50)
  if (sample.length < 2) return []
  const lineCounts = new Map<string, number>()
  for (const line of sample) {
    for (const sequence of new Set(line.match(/[^\p{L}\p{N}\s"'.,;()-]{2,4}/gu) ?? []))
      lineCounts.set(sequence, (lineCounts.get(sequence) ?? 0) + 1)
  }
  return [...lineCounts]
    .filter(([sequence, lineCount]) => lineCount >= 0.8 * sample.length && !sequence.includes('://'))
    .filter(([sequence]) => new TextEncoder().encode(sequence).length <= 4)
    .filter(([sequence]) => !existingCandidates.some(({ delimiter }) => delimiter === sequence))
    .map(([delimiter]) => ({ delimiter, prior: 0.95 }))
}

function getPrior(character: string): number {
  if (commonDelimiters.includes(character)) return 1
  if (character === ' ' || character === ':' || character === '/') return 0.6
  if ((character.codePointAt(0) ?? 0) < 32 || '¦§~^#!&*'.includes(character)) return 0.85
  return 0.5
}

const countOccurrences = (text: string, part: string): number => text.split(part).length - 1
