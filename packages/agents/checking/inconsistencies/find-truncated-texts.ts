import { countCells, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCells = 3
const maxShare = 0.4
/** Truncated strings without a matching longer value are reported only if at least this share of cells is truncated. */
const minTruncatedShare = 0.03
const minLength = 10
const minStart = 3
/** Minimum ratio of the number of strings at the truncation length to the average number at neighboring lengths. */
const minSpike = 4
const minSpikeCells = 10
const ellipsisPattern = /(?:\.{3}|…)$/

/**
 * Finds truncated strings: strings that end with an ellipsis or, if there are not enough of these, strings of a length
 * that is much more frequent than neighboring lengths, provided that longer strings exist. The repair is the longer
 * value that begins with the string, if there is only one.
 */
export function findTruncatedTexts(texts: readonly DistinctText[]): Inconsistency | undefined {
  const truncated = listTruncatedTexts(texts)
  const cells = countCells(truncated)
  if (cells < minCells || cells > maxShare * countCells(texts)) return undefined
  const truncatedTexts = new Set(truncated.map(({ text }) => text))
  const complete = texts.filter(({ text }) => !truncatedTexts.has(text)).map(({ text }) => text)
  const rewrites = new Map<string, Rewrite>()
  // A few strings without a matching longer value may already have been short in the source.
  const hasManyTruncated = cells >= minTruncatedShare * countCells(texts)
  for (const { text, start } of truncated) {
    const longer = complete.filter((other) => other.length > start.length && other.startsWith(start))
    if (longer.length === 0 && !hasManyTruncated) continue
    rewrites.set(text, { ...(longer.length === 1 ? { to: longer[0] as string } : {}), logOdds: 3 })
  }
  const [example] = rewrites
  if (!example) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: example[1].to ?? complete[0] ?? '' }, rewrites }
}

function listTruncatedTexts(texts: readonly DistinctText[]): (DistinctText & { start: string })[] {
  const shortened = texts.flatMap((entry) => {
    const start = entry.text.replace(ellipsisPattern, '').trimEnd()
    return ellipsisPattern.test(entry.text) && start.length >= minStart ? [{ ...entry, start }] : []
  })
  if (countCells(shortened) >= minCells) return shortened
  const entriesByLength = new Map<number, DistinctText[]>()
  for (const entry of texts) {
    const entries = entriesByLength.get(entry.text.length)
    if (entries) entries.push(entry)
    else entriesByLength.set(entry.text.length, [entry])
  }
  const countAt = (length: number): number => entriesByLength.get(length)?.length ?? 0
  for (const [length, entries] of entriesByLength) {
    const neighborAverage = (countAt(length - 2) + countAt(length - 1) + countAt(length + 1) + countAt(length + 2)) / 4
    if (
      length < minLength ||
      entries.length < minSpikeCells ||
      entries.length < minSpike * Math.max(1, neighborAverage)
    )
      continue
    const isPrefix = createPrefixTest(texts.filter(({ text }) => text.length > length))
    // Unlike codes of equal length, truncated strings consist of several words and are often the start of a longer
    // string.
    const starts = entries.filter(({ text }) => /\p{L}\s\p{L}/u.test(text) && isPrefix(text.trimEnd()))
    if (starts.length >= minSpikeCells / 2 && starts.length >= 0.2 * entries.length)
      return entries.map((entry) => ({ ...entry, start: entry.text.trimEnd() }))
  }
  return []
}

/**
 * Creates a predicate that returns whether any of the texts starts with a string. Prefixes are collected once per
 * length.
 */
function createPrefixTest(texts: readonly DistinctText[]): (start: string) => boolean {
  const startsByLength = new Map<number, ReadonlySet<string>>()
  return (start) => {
    const starts = startsByLength.get(start.length) ?? new Set(texts.map(({ text }) => text.slice(0, start.length)))
    startsByLength.set(start.length, starts)
    return starts.has(start)
  }
}
