import { cellKind } from '../columns/cell-kind.ts'

/** A character sequence that may separate cells, with how likely it is to do so anywhere (1 for the usual four). */
export interface DelimiterCandidate {
  delimiter: string
  prior: number
}

const usual = [',', ';', '\t', '|']
const looked = 500
const neverDelimits = /[\p{L}\p{N}\p{Ps}\p{Pe}."'`\r\\_\-+$€£%@]/u

/**
 * The delimiters that a text may use: the usual four where they occur, other marks where most lines have them, and the
 * same with blanks around them or doubled where they mostly stand so.
 */
export function delimiterCandidates(text: string): DelimiterCandidate[] {
  const lines = text
    .split(/\r?\n/, looked * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, looked)
  const linesWith = new Map<string, number>()
  for (const line of lines) {
    for (const character of new Set(line)) {
      if (!neverDelimits.test(character)) linesWith.set(character, (linesWith.get(character) ?? 0) + 1)
    }
  }
  const body = lines.join('\n')
  const candidates: DelimiterCandidate[] = []
  for (const [character, count] of linesWith) {
    // Marks that also stand in sentences and dates need lines that agree.
    if (!usual.includes(character) && (lines.length < 3 || count < 0.6 * lines.length)) continue
    const prior = priorOf(character)
    candidates.push({ delimiter: character, prior })
    if (character !== ' ') candidates.push(...widened(character, prior, body))
  }
  if (isOneNumber(lines)) return []
  const all = [...candidates, ...severalMarks(lines, candidates)]
  return isOneValue(lines) ? all.filter(({ delimiter }) => usual.includes(delimiter) || names(lines, delimiter)) : all
}

/** The share of lines that must be one value each. */
const wholeShare = 0.95
const telephone = /^\s*\+\d{1,3}[ /-]\(?\d[\d ()/-]{4,}$/

/** True where nearly every line but a first one is a date, a time, an address or a telephone number: their marks cut no cells. */
function isOneValue([, ...lines]: readonly string[]): boolean {
  const isValue = (line: string): boolean =>
    ['date', 'time', 'datetime', 'url', 'email'].includes(cellKind(line)) || telephone.test(line)
  return lines.length >= 2 && lines.filter(isValue).length >= wholeShare * lines.length
}

/**
 * True where the first line is one word and the others are numbers with commas that have as many digits behind the last of
 * them: decimals or thousands of one column. Two columns have two names.
 */
function isOneNumber([name = '', ...lines]: readonly string[]): boolean {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.trim()) || lines.length < 2) return false
  const numbers = lines.filter((line) => ['number', 'money', 'percent'].includes(cellKind(line)))
  const behind = new Set(numbers.flatMap((line) => /,([\d.]+)\D*$/.exec(line)?.[1]?.length ?? []))
  return (
    behind.size === 1 &&
    numbers.includes(lines[0] as string) &&
    numbers.length >= wholeShare * lines.length &&
    lines.every((line) => !line.includes(',') || numbers.includes(line))
  )
}

/** True where a mark cuts the first line as it cuts the next: that line may name the parts of a value. */
function names([first = '', second = '']: readonly string[], mark: string): boolean {
  return (
    /\p{L}/u.test(first) && !/\d/.test(first) && count(first, mark) > 0 && count(first, mark) === count(second, mark)
  )
}

/** The share of occurrences of `,` in `, ` and the like from which the longer one is the delimiter. */
const widenedShare = 0.8

function widened(character: string, prior: number, body: string): DelimiterCandidate[] {
  const total = count(body, character)
  return [`${character} `, ` ${character} `, character + character].flatMap((delimiter) => {
    const covered = count(body, delimiter) * (delimiter === character + character ? 2 : 1)
    return covered >= 2 && covered > widenedShare * total ? [{ delimiter, prior }] : []
  })
}

/** Delimiters of several different marks, such as `~|~` or `::`. At most four bytes, which is what DuckDB reads. */
function severalMarks(lines: readonly string[], known: readonly DelimiterCandidate[]): DelimiterCandidate[] {
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
  if (usual.includes(character)) return 1
  if (character === ' ' || character === ':' || character === '/') return 0.6
  if ((character.codePointAt(0) ?? 0) < 32 || '¦§~^#!&*'.includes(character)) return 0.85
  return 0.5
}

const count = (text: string, part: string): number => text.split(part).length - 1
