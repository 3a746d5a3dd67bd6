import type { CountedValue } from '@aw-flow/schema/internal'
import { computeEditDistance } from './edit-distance.ts'
import {
  computeFingerprint,
  computePairFingerprint,
  computeShortFingerprint,
  toNormalizedWords,
  toSpellingKey,
} from './spelling-keys.ts'

/** A cluster of spellings of the same value. @internal */
export interface SpellingCluster {
  /** The most frequent spelling. If several are equally frequent, the most regular one. */
  canonicalValue: string
  /** All spellings including `canonicalValue`, most frequent first. */
  values: CountedValue[]
  /** The loosest method that was needed to join the spellings. */
  method: SpellingMethod
}

/** The clustering methods, strictest first. `writing` ignores only case, spaces and periods. */
const allMethods = ['writing', 'fingerprint', 'n-gram', 'distance'] as const
/** A method for finding spellings of the same value. @internal */
export type SpellingMethod = (typeof allMethods)[number]

/** Options for clustering spellings. @internal */
export interface ClusterOptions {
  /** Methods to use. Default: all except `writing`, because `fingerprint` includes it. */
  methods?: readonly SpellingMethod[]
  /** Returns whether a value is known to be correct. Methods looser than `fingerprint` never join two such values. */
  isKnown?: (value: string) => boolean
}

/** A value with precomputed representations for comparison. */
interface SpellingEntry extends CountedValue {
  words: string[]
  /** The words joined by spaces. */
  text: string
  digits: string
}

/**
 * Clusters spellings of the same value with OpenRefine's key collision methods (fingerprint, with and without common
 * abbreviations, and n-gram fingerprint) and with edit distance. Edit distance only joins a value to a more frequent
 * one. Values with different digits are never joined. The result does not depend on the order of `values`.
 *
 * @param values Distinct values of a column with their counts, up to about ten thousand values.
 * @example
 * clusterSpellings([{ value: 'New York', count: 9 }, { value: 'new york ', count: 1 }])
 * // [{ canonicalValue: 'New York', method: 'fingerprint', values: [...] }]
 * @internal
 */
export function clusterSpellings(values: readonly CountedValue[], options: ClusterOptions = {}): SpellingCluster[] {
  const enabledMethods = new Set(options.methods ?? allMethods.slice(1))
  const entries = values
    .map(toEntry)
    .filter(({ words }) => words.length > 0)
    .toSorted(comparePreference)
  const clusters = new Clusters(entries, options.isKnown)
  if (enabledMethods.has('writing')) clusters.joinByKey(entries, 'writing', ({ value }) => toSpellingKey(value))
  if (enabledMethods.has('fingerprint')) {
    clusters.joinByKey(entries, 'fingerprint', ({ words }) => computeFingerprint(words))
    clusters.joinByKey(entries, 'fingerprint', ({ words }) => computeShortFingerprint(words))
  }
  if (enabledMethods.has('n-gram')) {
    const longEntries = entries.filter(({ text }) => text.replaceAll(' ', '').length >= 4)
    clusters.joinByKey(longEntries, 'n-gram', ({ words, digits }) => `${digits} ${computePairFingerprint(words)}`)
  }
  if (enabledMethods.has('distance')) {
    for (const [a, b] of findCandidatePairs(clusters.findLeaders())) {
      const [frequentEntry, rareEntry] = comparePreference(a, b) <= 0 ? [a, b] : [b, a]
      if (isMisspelled(rareEntry, clusters.countRows(rareEntry), frequentEntry, clusters.countRows(frequentEntry)))
        clusters.join(frequentEntry, rareEntry, 'distance')
    }
  }
  return clusters.toClusters()
}

function toEntry({ value, count }: CountedValue): SpellingEntry {
  const words = toNormalizedWords(value)
  const text = words.join(' ')
  return { value, count, words, text, digits: text.replaceAll(/\P{N}+/gu, ' ').trim() }
}

/** Scores irregular spacing and case. The higher the score, the less likely the spelling is correct. */
const scoreIrregularity = (value: string): number =>
  (value.trim() === value ? 0 : 4) +
  (/ {2}/.test(value) ? 2 : 0) +
  (value === value.toLowerCase() || value === value.toUpperCase() ? 1 : 0) -
  (/[\u00c0-\u024f]/.test(value) ? 0.5 : 0)

/**
 * Compares entries for sorting. More frequent entries come first. Among equally frequent entries, more regular ones
 * come first.
 */
const comparePreference = (a: SpellingEntry, b: SpellingEntry): number =>
  b.count - a.count ||
  scoreIrregularity(a.value) - scoreIrregularity(b.value) ||
  b.value.length - a.value.length ||
  (a.value < b.value ? -1 : 1)

/** Disjoint sets of entries. The leader of a set is its most frequent value. */
class Clusters {
  readonly #entries: readonly SpellingEntry[]
  readonly #isKnown: (value: string) => boolean
  readonly #leaders = new Map<SpellingEntry, SpellingEntry>()
  readonly #members = new Map<SpellingEntry, SpellingEntry[]>()
  readonly #methods = new Map<SpellingEntry, SpellingMethod>()

  constructor(entries: readonly SpellingEntry[], isKnown: (value: string) => boolean = () => false) {
    this.#entries = entries
    this.#isKnown = isKnown
    for (const entry of entries) {
      this.#leaders.set(entry, entry)
      this.#members.set(entry, [entry])
    }
  }

  findLeaders(): SpellingEntry[] {
    return this.#entries.filter((entry) => this.#leaders.get(entry) === entry)
  }

  /** Returns the total number of rows in an entry's cluster. */
  countRows(entry: SpellingEntry): number {
    return this.#members.get(this.#leaders.get(entry)!)!.reduce((sum, { count }) => sum + count, 0)
  }

  joinByKey(entries: readonly SpellingEntry[], method: SpellingMethod, toKey: (entry: SpellingEntry) => string): void {
    const firstEntriesByKey = new Map<string, SpellingEntry>()
    for (const entry of entries) {
      const key = toKey(entry)
      const existingEntry = firstEntriesByKey.get(key)
      if (existingEntry) this.join(existingEntry, entry, method)
      else firstEntriesByKey.set(key, entry)
    }
  }

  join(a: SpellingEntry, b: SpellingEntry, method: SpellingMethod): void {
    const [target, source] = [this.#leaders.get(a)!, this.#leaders.get(b)!].toSorted(comparePreference) as [
      SpellingEntry,
      SpellingEntry,
    ]
    if (
      target === source ||
      (this.#isKnown(target.value) &&
        this.#isKnown(source.value) &&
        allMethods.indexOf(method) > allMethods.indexOf('fingerprint'))
    )
      return
    const loosestIndex = Math.max(
      ...[method, this.#methods.get(target), this.#methods.get(source)].map((usedMethod) =>
        allMethods.indexOf(usedMethod ?? method),
      ),
    )
    this.#methods.set(target, allMethods[loosestIndex]!)
    for (const member of this.#members.get(source)!) {
      this.#leaders.set(member, target)
      this.#members.get(target)!.push(member)
    }
    this.#members.delete(source)
  }

  toClusters(): SpellingCluster[] {
    return this.findLeaders()
      .map((leader) => ({ leader, members: this.#members.get(leader)! }))
      .filter(({ members }) => members.length > 1)
      .map(({ leader, members }) => ({
        canonicalValue: leader.value,
        values: members.toSorted(comparePreference).map(({ value, count }) => ({ value, count })),
        method: this.#methods.get(leader) ?? 'fingerprint',
      }))
  }
}

/**
 * Maximum number of entries per block. Larger blocks are not selective, for example the block of a word that every
 * value contains.
 */
const maxBlockSize = 60

/**
 * Yields pairs of values that may be spellings of each other. These are values that are equal after deleting at most
 * one character from each, that have a word in common and the same number of words, or that have the same start or end.
 */
function* findCandidatePairs(entries: readonly SpellingEntry[]): Generator<[SpellingEntry, SpellingEntry]> {
  const blocks = new Map<string, SpellingEntry[]>()
  const addToBlock = (key: string, entry: SpellingEntry): void => {
    const block = blocks.get(key)
    if (block === undefined) blocks.set(key, [entry])
    else if (block.at(-1) !== entry) block.push(entry)
  }
  for (const entry of entries) {
    const text = entry.words.join('')
    if (text.length <= 40) {
      addToBlock(`=${text}`, entry)
      for (let offset = 0; offset < text.length; offset++)
        addToBlock(`=${text.slice(0, offset)}${text.slice(offset + 1)}`, entry)
    }
    if (entry.words.length > 1)
      for (const word of entry.words) if (word.length >= 3) addToBlock(`${entry.words.length} ${word}`, entry)
    if (text.length >= 10) {
      addToBlock(`<${text.slice(0, 5)}`, entry)
      addToBlock(`>${text.slice(-5)}`, entry)
    }
  }
  const seenPairs = new Set<string>()
  const indexes = new Map(entries.map((entry, index) => [entry, index]))
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > maxBlockSize) continue
    for (const [index, a] of block.entries()) {
      for (const b of block.slice(index + 1)) {
        const key = `${indexes.get(a)} ${indexes.get(b)}`
        if (seenPairs.has(key)) continue
        seenPairs.add(key)
        yield [a, b]
      }
    }
  }
}

/**
 * Returns whether a rare value is a misspelling of a frequent one. If the frequencies are similar, only long values
 * with few typos count as misspellings; if one value is much rarer, shorter values and more typos are accepted.
 */
function isMisspelled(
  rareEntry: SpellingEntry,
  rareCount: number,
  frequentEntry: SpellingEntry,
  frequentCount: number,
): boolean {
  if (rareEntry.digits !== frequentEntry.digits) return false
  const length = Math.min(rareEntry.text.length, frequentEntry.text.length)
  const isMuchRarer = frequentCount >= 4 * rareCount
  if (length < (isMuchRarer ? 4 : 9)) return false
  const maxDistance = isMuchRarer
    ? Math.max(1, Math.min(6, Math.floor(length / 5)))
    : Math.max(1, Math.floor(length / 12))
  if (computeEditDistance(rareEntry.text, frequentEntry.text, maxDistance) > maxDistance) return false
  if (rareEntry.words.length !== frequentEntry.words.length) return isSpacedDifferently(rareEntry, frequentEntry)
  return rareEntry.words.every((word, index) => {
    const counterpart = frequentEntry.words[index]!
    if (word === counterpart) return true
    const shorterLength = Math.min(word.length, counterpart.length)
    if (shorterLength < (isMuchRarer ? 4 : 6) || isInflected(word, counterpart)) return false
    const maxTypos = Math.max(1, Math.floor(shorterLength / 6))
    return computeEditDistance(word, counterpart, maxTypos) <= maxTypos
  })
}

/** Returns whether two values differ only in spaces and at most one typo, such as "Main St reet". */
const isSpacedDifferently = (a: SpellingEntry, b: SpellingEntry): boolean => {
  const [left, right] = [a.words.join(''), b.words.join('')]
  return Math.min(left.length, right.length) >= 6 && computeEditDistance(left, right, 1) <= 1
}

/** Returns whether one word is derived from the other, such as "cars" from "car" or "illegal" from "legal". */
const isInflected = (a: string, b: string): boolean => {
  const [shorterWord, longerWord] = a.length < b.length ? [a, b] : [b, a]
  return (
    longerWord.length > shorterWord.length &&
    (/^(?:s|es|n|e|ed|er|ly)$/.test(longerWord.startsWith(shorterWord) ? longerWord.slice(shorterWord.length) : '') ||
      /^(?:un|in|im|il|ir|non|re|de|fe)$/.test(
        longerWord.endsWith(shorterWord) ? longerWord.slice(0, longerWord.length - shorterWord.length) : '',
      ))
  )
}
