import { hasWordCharacter } from './token-patterns.ts'

const maxStrings = 40

/**
 * Finds strings that may delimit the parts of cells: punctuation and spaces, words that several cells contain, and
 * common prefixes and suffixes. Punctuation comes first, then words; each is sorted by descending frequency.
 */
export function findCommonStrings(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const text of new Set(values)) {
    const cellStrings = new Set<string>()
    for (const run of text.match(/[^\p{L}0-9]+/gu) ?? []) {
      cellStrings.add(run)
      for (const character of run) cellStrings.add(character)
      if (run.trim() !== '') cellStrings.add(run.trim())
    }
    for (const [phrase] of text.matchAll(/[^\p{L}0-9]?[\p{L}0-9]+/gu)) if (phrase.length <= 16) cellStrings.add(phrase)
    for (const [word] of text.matchAll(/[\p{L}0-9]+/gu)) if (word.length <= 16) cellStrings.add(word)
    for (const item of cellStrings) counts.set(item, (counts.get(item) ?? 0) + 1)
  }
  for (const item of findAffixes(values)) counts.set(item, Math.max(2, counts.get(item) ?? 0))
  return [...counts]
    .filter(([text, count]) => !hasWordCharacter(text) || count > 1)
    .toSorted(
      ([a, countA], [b, countB]) =>
        Number(hasWordCharacter(a)) - Number(hasWordCharacter(b)) || countB - countA || a.length - b.length,
    )
    .slice(0, maxStrings)
    .map(([text]) => text)
}

/** Finds the common prefixes and suffixes of all pairs of strings, if they are two to sixteen characters long. */
function findAffixes(values: readonly string[]): Set<string> {
  const affixes = new Set<string>()
  for (const [index, a] of values.entries())
    for (const b of values.slice(index + 1)) {
      if (a === b) continue
      let start = 0
      while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
      let end = 0
      while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
      if (start > 1 && start <= 16) affixes.add(a.slice(0, start))
      if (end > 1 && end <= 16) affixes.add(a.slice(a.length - end))
    }
  return affixes
}
