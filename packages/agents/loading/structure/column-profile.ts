import { classifyCell, hasDistinctiveFormat, toBroadKind, toCellShape } from '../columns/cell-kind.ts'

/** Statistics of a column's cells, used to measure how unusual another cell would be in the column. */
export interface ColumnProfile {
  /** Number of cells that are neither empty nor a null marker, such as "N/A". */
  count: number
  /** Fraction of rows in which the cell is not empty. */
  nonEmptyShare: number
  /** Fraction of cells whose kind follows from their format alone, such as numbers, dates, times and addresses. */
  typedShare: number
  kinds: StringCounts
  shapes: StringCounts
  patterns: StringCounts
  values: StringCounts
  /** Number of values that occur exactly once. */
  singletonCount: number
  meanLength: number
  lengthDeviation: number
  lowercaseShare: number
  digitShare: number
  spaceShare: number
  identifierShare: number
  /** Symbols that at least nine tenths of the values contain. */
  symbols: ReadonlySet<string>
  /** Longest common prefix and suffix of the values, or empty strings. */
  prefix: string
  suffix: string
}

/** The frequency of each string, and the mean surprisal of a string given all others, in nats. */
interface StringCounts {
  counts: ReadonlyMap<string, number>
  meanSurprisal: number
}

const identifierPattern = /^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+$|^[A-Z]?[a-z]+(?:[A-Z][a-z0-9]+)+$/
const maxPatternLength = 40

/** Returns whether a string looks like an identifier in a program, such as `first_name` or `firstName`. */
export const isIdentifier = (text: string): boolean => identifierPattern.test(text)

/** The placeholder of each ASCII character in a pattern. */
const asciiPlaceholders = Array.from({ length: 128 }, (_, code) => replaceByKind(String.fromCharCode(code)))

function replaceByKind(text: string): string {
  return text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a')
    .replace(/\p{Lo}/gu, 'o')
    .replace(/\d/g, '9')
}

/** Replaces each letter and digit with a placeholder for its kind, so that "Ab-1" becomes "Aa-9". */
export function toCharacterPattern(text: string): string {
  let pattern = ''
  for (let index = 0; index < text.length; index++) {
    const placeholder = asciiPlaceholders[text.charCodeAt(index)]
    if (placeholder === undefined) return replaceByKind(text)
    pattern += placeholder
  }
  return pattern
}

/** Returns the pattern of a string's first `maxPatternLength` characters. */
export const toPattern = (text: string): string => toCharacterPattern(text.slice(0, maxPatternLength))

/** Computes a profile of each column. Null markers are included only for columns that contain nothing else. */
export const profileColumns = (rows: readonly (readonly string[])[], width: number): ColumnProfile[] =>
  Array.from({ length: width }, (_, column) =>
    profileColumn(
      rows.map((row) => row[column]?.trim() ?? '').filter((text) => text !== ''),
      rows.length,
    ),
  )

function profileColumn(strings: readonly string[], rowCount: number): ColumnProfile {
  const cells = strings.map((text) => ({ text, kind: classifyCell(text) }))
  const nonNullCells = cells.filter(({ kind }) => kind !== 'null')
  const countedCells = nonNullCells.length > 0 ? nonNullCells : cells
  const values = countedCells.map(({ text }) => text)
  const count = values.length
  const measureFraction = (test: (text: string) => boolean): number =>
    count === 0 ? 0 : values.filter(test).length / count
  const lengths = values.map(({ length }) => length)
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count)
  const valueCounts = countStrings(values)
  return {
    count,
    nonEmptyShare: rowCount === 0 ? 0 : strings.length / rowCount,
    typedShare: countedCells.filter(({ kind }) => hasDistinctiveFormat(kind)).length / Math.max(1, count),
    kinds: countStrings(countedCells.map(({ kind }) => toBroadKind(kind))),
    shapes: countStrings(values.map(toCellShape)),
    patterns: countStrings(values.map(toPattern)),
    values: valueCounts,
    singletonCount: [...valueCounts.counts.values()].filter((occurrences) => occurrences === 1).length,
    meanLength,
    lengthDeviation: Math.sqrt(
      lengths.reduce((sum, length) => sum + (length - meanLength) ** 2, 0) / Math.max(1, count),
    ),
    lowercaseShare: measureFraction((text) => /^\p{Ll}/u.test(text)),
    digitShare: measureFraction((text) => /\d/.test(text)),
    spaceShare: measureFraction((text) => /\s/.test(text)),
    identifierShare: measureFraction(isIdentifier),
    symbols: findCommonSymbols(values),
    prefix: findCommonPrefix(values),
    suffix: findCommonSuffix(values),
  }
}

function countStrings(strings: readonly string[]): StringCounts {
  const counts = new Map<string, number>()
  for (const text of strings) counts.set(text, (counts.get(text) ?? 0) + 1)
  let totalSurprisal = 0
  for (const occurrences of counts.values())
    totalSurprisal += occurrences * computeSurprisal(occurrences - 1, strings.length - 1)
  return { counts, meanSurprisal: strings.length === 0 ? 0 : totalSurprisal / strings.length }
}

/**
 * Returns the surprisal (-ln of the probability) of a string that occurs `occurrences` times among `total` other
 * strings.
 */
const computeSurprisal = (occurrences: number, total: number): number => -Math.log((occurrences + 0.5) / (total + 1))

/**
 * Returns the surprisal of a string minus the mean surprisal of the column's strings, in nats.
 *
 * @param isCounted Whether the string is itself one of the counted strings.
 */
export function measureExcessSurprisal(
  { counts, meanSurprisal }: StringCounts,
  total: number,
  text: string,
  isCounted: boolean,
): number {
  const excludedCount = isCounted ? 1 : 0
  return (
    computeSurprisal(Math.max(0, (counts.get(text) ?? 0) - excludedCount), Math.max(0, total - excludedCount)) -
    meanSurprisal
  )
}

const minValuesForSymbols = 3

function findCommonSymbols(values: readonly string[]): Set<string> {
  if (values.length < minValuesForSymbols) return new Set()
  const counts = new Map<string, number>()
  for (const value of values)
    for (const symbol of new Set(value.slice(0, 200).match(/[^\p{L}\p{N}\s]/gu) ?? []))
      counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
  return new Set([...counts].flatMap(([symbol, count]) => (count >= 0.9 * values.length ? [symbol] : [])))
}

const minAffixLength = 2
const maxAffixLength = 20

/** Returns the common prefix of the values. Returns '' if it is too short or there are too few distinct values. */
function findCommonPrefix([first = '', ...otherValues]: readonly string[]): string {
  let length = Math.min(first.length, maxAffixLength)
  for (const value of otherValues) while (length > 0 && !value.startsWith(first.slice(0, length))) length--
  return length >= minAffixLength && new Set(otherValues).size > 1 ? first.slice(0, length) : ''
}

/** Returns the common suffix of the values, under the same conditions as `findCommonPrefix`. */
function findCommonSuffix([first = '', ...otherValues]: readonly string[]): string {
  let length = Math.min(first.length, maxAffixLength)
  for (const value of otherValues) while (length > 0 && !value.endsWith(first.slice(first.length - length))) length--
  return length >= minAffixLength && new Set(otherValues).size > 1 ? first.slice(first.length - length) : ''
}
