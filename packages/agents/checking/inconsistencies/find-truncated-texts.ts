import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCells = 3
const maxShare = 0.4
/** Truncated strings without a matching longer value are reported only if at least this share of cells is truncated. */
const minTruncatedShare = 0.03
const minLength = 10
const minPrefixLength = 3
/** Minimum ratio of the number of strings at the truncation length to the average number at neighboring lengths. */
const minSpikeRatio = 4
const minSpikeValues = 10
const ellipsisPattern = /(?:\.{3}|…)$/

/**
 * Finds truncated strings: those that end with an ellipsis. If there are too few of them, finds strings whose length is
 * much more frequent than neighboring lengths, although longer strings exist. The repair is the longer value that begins with the
 * string, if there is only one.
 */
export function findTruncatedValues(values: readonly DistinctValue[]): Inconsistency | undefined {
  const truncatedValues = listTruncatedValues(values)
  const truncatedCellCount = countCells(truncatedValues)
  if (truncatedCellCount < minCells || truncatedCellCount > maxShare * countCells(values)) return undefined
  const truncatedStrings = new Set(truncatedValues.map(({ text }) => text))
  const completeStrings = values.filter(({ text }) => !truncatedStrings.has(text)).map(({ text }) => text)
  const rewrites = new Map<string, Rewrite>()
  // A few strings without a matching longer value may already have been short in the source.
  const hasManyTruncatedValues = truncatedCellCount >= minTruncatedShare * countCells(values)
  for (const { text, prefix } of truncatedValues) {
    const longerStrings = completeStrings.filter((other) => other.length > prefix.length && other.startsWith(prefix))
    if (longerStrings.length === 0 && !hasManyTruncatedValues) continue
    rewrites.set(text, {
      ...(longerStrings.length === 1 ? { replacement: longerStrings[0] as string } : {}),
      logOdds: 3,
    })
  }
  const [example] = rewrites
  if (!example) return undefined
  return {
    kind: 'variant',
    params: { example: example[0], canonical: example[1].replacement ?? completeStrings[0] ?? '' },
    rewrites,
  }
}

function listTruncatedValues(values: readonly DistinctValue[]): (DistinctValue & { prefix: string })[] {
  const valuesWithEllipsis = values.flatMap((entry) => {
    const prefix = entry.text.replace(ellipsisPattern, '').trimEnd()
    return ellipsisPattern.test(entry.text) && prefix.length >= minPrefixLength ? [{ ...entry, prefix }] : []
  })
  if (countCells(valuesWithEllipsis) >= minCells) return valuesWithEllipsis
  const entriesByLength = new Map<number, DistinctValue[]>()
  for (const entry of values) {
    const entries = entriesByLength.get(entry.text.length)
    if (entries) entries.push(entry)
    else entriesByLength.set(entry.text.length, [entry])
  }
  const countValuesWithLength = (length: number): number => entriesByLength.get(length)?.length ?? 0
  for (const [length, entries] of entriesByLength) {
    const neighborAverage =
      (countValuesWithLength(length - 2) +
        countValuesWithLength(length - 1) +
        countValuesWithLength(length + 1) +
        countValuesWithLength(length + 2)) /
      4
    if (
      length < minLength ||
      entries.length < minSpikeValues ||
      entries.length < minSpikeRatio * Math.max(1, neighborAverage)
    )
      continue
    const isPrefix = createPrefixTest(values.filter(({ text }) => text.length > length))
    // Unlike codes of equal length, truncated strings consist of several words and are often the start of a longer
    // string.
    const prefixes = entries.filter(({ text }) => /\p{L}\s\p{L}/u.test(text) && isPrefix(text.trimEnd()))
    if (prefixes.length >= minSpikeValues / 2 && prefixes.length >= 0.2 * entries.length)
      return entries.map((entry) => ({ ...entry, prefix: entry.text.trimEnd() }))
  }
  return []
}

/**
 * Creates a predicate that returns whether one of the values starts with a given string. Prefixes are collected once
 * per length.
 */
function createPrefixTest(values: readonly DistinctValue[]): (prefix: string) => boolean {
  const prefixesByLength = new Map<number, ReadonlySet<string>>()
  return (prefix) => {
    const prefixes =
      prefixesByLength.get(prefix.length) ?? new Set(values.map(({ text }) => text.slice(0, prefix.length)))
    prefixesByLength.set(prefix.length, prefixes)
    return prefixes.has(prefix)
  }
}
