import { cellKind } from '../columns/cell-kind.ts'

/** A possible delimiter. `prior` is its plausibility in general: 1 for comma, semicolon, tab and pipe. */
export interface DelimiterCandidate {
  delimiter: string
  prior: number
}

const usualDelimiters = [',', ';', '\t', '|']
const maxLines = 500
const neverDelimits = /[\p{L}\p{N}\p{Ps}\p{Pe}."'`\r\\_\-+$€£%@]/u

/**
 * Returns the possible delimiters of a text: comma, semicolon, tab and pipe if they occur, other marks if most lines
 * contain them, and variants with spaces around them or doubled if most occurrences have that form.
 */
export function delimiterCandidates(text: string): DelimiterCandidate[] {
  const lines = text
    .split(/\r?\n/, maxLines * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, maxLines)
  const linesWith = new Map<string, number>()
  for (const line of lines) {
    for (const character of new Set(line)) {
      if (!neverDelimits.test(character)) linesWith.set(character, (linesWith.get(character) ?? 0) + 1)
    }
  }
  const body = lines.join('\n')
  const candidates: DelimiterCandidate[] = []
  for (const [character, count] of linesWith) {
    // Other marks also occur in sentences and dates.
    if (!usualDelimiters.includes(character) && (lines.length < 3 || count < 0.6 * lines.length)) continue
    if (isWithinValues(character, lines)) continue
    const prior = priorOf(character)
    candidates.push({ delimiter: character, prior })
    if (character !== ' ') candidates.push(...widenedDelimiters(character, prior, body))
  }
  if (areSingleNumbers(lines)) return []
  const all = [...candidates, ...multiCharacterDelimiters(lines, candidates)]
  return areSingleValues(lines)
    ? all.filter(({ delimiter }) => usualDelimiters.includes(delimiter) || splitsNames(lines, delimiter))
    : all
}

const valueMarks = ':/'

/**
 * Whether a mark separates digits within values ("1923:06 1924:07"): it only occurs between digits, and white space or
 * a usual delimiter splits all lines that contain it into the same number of cells.
 */
function isWithinValues(mark: string, lines: readonly string[]): boolean {
  if (!valueMarks.includes(mark)) return false
  const marked = lines.filter((line) => line.includes(mark))
  const between = new RegExp(`^(?:[^${mark}]*\\d${mark}(?=\\d))+[^${mark}]*$`)
  const [first = ''] = marked
  const isEven = (delimiter: RegExp): boolean => {
    const width = first.trim().split(delimiter).length
    return width > 1 && marked.every((line) => line.trim().split(delimiter).length === width)
  }
  return marked.every((line) => between.test(line)) && [/[ \t]+/, /,/, /;/, /\|/].some(isEven)
}

/** Minimum share of lines that are a single value. */
const minValueShare = 0.95
const phoneNumber = /^\s*\+\d{1,3}[ /-]\(?\d[\d ()/-]{4,}$/

/**
 * Whether nearly all lines after the first are a date, time, URL, email address or phone number, whose marks do not
 * separate cells.
 */
function areSingleValues([, ...lines]: readonly string[]): boolean {
  const isValue = (line: string): boolean =>
    ['date', 'time', 'datetime', 'url', 'email'].includes(cellKind(line)) || phoneNumber.test(line)
  return lines.length >= 2 && lines.filter(isValue).length >= minValueShare * lines.length
}

/**
 * Whether the first line is one word and all others are numbers with the same number of digits after the last comma:
 * decimals or thousands of a single column, since two columns would have two names.
 */
function areSingleNumbers([name = '', ...lines]: readonly string[]): boolean {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.trim()) || lines.length < 2) return false
  const numbers = lines.filter((line) => ['number', 'money', 'percent'].includes(cellKind(line)))
  const fractionLengths = new Set(numbers.flatMap((line) => /,([\d.]+)\D*$/.exec(line)?.[1]?.length ?? []))
  return (
    fractionLengths.size === 1 &&
    numbers.includes(lines[0] as string) &&
    numbers.length >= minValueShare * lines.length &&
    lines.every((line) => !line.includes(',') || numbers.includes(line))
  )
}

/**
 * Whether a mark splits the first two lines into the same number of parts; the first line may then name the parts of
 * the values.
 */
function splitsNames([first = '', second = '']: readonly string[], mark: string): boolean {
  return (
    /\p{L}/u.test(first) && !/\d/.test(first) && count(first, mark) > 0 && count(first, mark) === count(second, mark)
  )
}

/** Minimum share of occurrences of a mark that have spaces around them or are doubled. */
const minWidenedShare = 0.8

function widenedDelimiters(character: string, prior: number, body: string): DelimiterCandidate[] {
  const total = count(body, character)
  return [`${character} `, ` ${character} `, character + character].flatMap((delimiter) => {
    const covered = count(body, delimiter) * (delimiter === character + character ? 2 : 1)
    return covered >= 2 && covered > minWidenedShare * total ? [{ delimiter, prior }] : []
  })
}

/** Returns delimiters of several characters, such as `~|~` or `::`, of at most four bytes, the limit of DuckDB. */
function multiCharacterDelimiters(
  lines: readonly string[],
  known: readonly DelimiterCandidate[],
): DelimiterCandidate[] {
  const first = lines.slice(0, 50)
  if (first.length < 2) return []
  const linesWith = new Map<string, number>()
  for (const line of first) {
    for (const mark of new Set(line.match(/[^\p{L}\p{N}\s"'.,;()-]{2,4}/gu) ?? []))
      linesWith.set(mark, (linesWith.get(mark) ?? 0) + 1)
  }
  return [...linesWith]
    .filter(([mark, lineCount]) => lineCount >= 0.8 * first.length && !mark.includes('://'))
    .filter(([mark]) => new TextEncoder().encode(mark).length <= 4)
    .filter(([mark]) => !known.some(({ delimiter }) => delimiter === mark))
    .map(([delimiter]) => ({ delimiter, prior: 0.95 }))
}

function priorOf(character: string): number {
  if (usualDelimiters.includes(character)) return 1
  if (character === ' ' || character === ':' || character === '/') return 0.6
  if ((character.codePointAt(0) ?? 0) < 32 || '¦§~^#!&*'.includes(character)) return 0.85
  return 0.5
}

const count = (text: string, part: string): number => text.split(part).length - 1
