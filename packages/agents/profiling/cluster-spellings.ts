import type { CountedValue } from '@aw-flow/schema'
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
  /** The canonical spelling, which is the most frequent one. If several are equally frequent, the most regular one. */
  keep: string
  /** All spellings including `keep`, most frequent first. */
  values: CountedValue[]
  /** The loosest method that was needed to join the spellings. */
  by: SpellingMethod
}

/** The clustering methods, strictest first. `writing` ignores only case, spaces and periods. */
const methods = ['writing', 'fingerprint', 'n-gram', 'distance'] as const
/** A method for finding spellings of the same value. @internal */
export type SpellingMethod = (typeof methods)[number]

/** Options for clustering spellings. @internal */
export interface ClusterOptions {
  /** Methods to use. Default: all except `writing`, because `fingerprint` includes it. */
  by?: readonly SpellingMethod[]
  /** Returns whether a value is known to be correct. Methods looser than `fingerprint` never join two such values. */
  isKnown?: (value: string) => boolean
}

/** A value with precomputed forms for comparison. */
interface Entry extends CountedValue {
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
 * // [{ keep: 'New York', by: 'fingerprint', values: [...] }]
 * @internal
 */
export function clusterSpellings(values: readonly CountedValue[], options: ClusterOptions = {}): SpellingCluster[] {
  const enabledMethods = new Set(options.by ?? methods.slice(1))
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
      const [frequent, rare] = comparePreference(a, b) <= 0 ? [a, b] : [b, a]
      if (isMisspelled(rare, clusters.countRows(rare), frequent, clusters.countRows(frequent)))
        clusters.join(frequent, rare, 'distance')
    }
  }
  return clusters.toClusters()
}

function toEntry({ value, count }: CountedValue): Entry {
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
 * Compares entries for sorting: more frequent entries come first, and more regular ones among equally frequent entries.
 */
const comparePreference = (a: Entry, b: Entry): number =>
  b.count - a.count ||
  scoreIrregularity(a.value) - scoreIrregularity(b.value) ||
  b.value.length - a.value.length ||
  (a.value < b.value ? -1 : 1)

/** Disjoint sets of entries. The leader of a set is its most frequent value. */
class Clusters {
  readonly #entries: readonly Entry[]
  readonly #isKnown: (value: string) => boolean
  readonly #leader = new Map<Entry, Entry>()
  readonly #members = new Map<Entry, Entry[]>()
  readonly #by = new Map<Entry, SpellingMethod>()

  constructor(entries: readonly Entry[], isKnown: (value: string) => boolean = () => false) {
    this.#entries = entries
    this.#isKnown = isKnown
    for (const entry of entries) {
      this.#leader.set(entry, entry)
      this.#members.set(entry, [entry])
    }
  }

  findLeaders(): Entry[] {
    return this.#entries.filter((entry) => this.#leader.get(entry) === entry)
  }

  /** Returns the total number of rows in an entry's cluster. */
  countRows(entry: Entry): number {
    return this.#members.get(this.#leader.get(entry)!)!.reduce((sum, { count }) => sum + count, 0)
  }

  joinByKey(entries: readonly Entry[], by: SpellingMethod, toKey: (entry: Entry) => string): void {
    const firstByKey = new Map<string, Entry>()
    for (const entry of entries) {
      const key = toKey(entry)
      const existing = firstByKey.get(key)
      if (existing) this.join(existing, entry, by)
      else firstByKey.set(key, entry)
    }
  }

  join(a: Entry, b: Entry, by: SpellingMethod): void {
    const [target, source] = [this.#leader.get(a)!, this.#leader.get(b)!].toSorted(comparePreference) as [Entry, Entry]
    if (
      target === source ||
      (this.#isKnown(target.value) &&
        this.#isKnown(source.value) &&
        methods.indexOf(by) > methods.indexOf('fingerprint'))
    )
      return
    const loosestIndex = Math.max(
      ...[by, this.#by.get(target), this.#by.get(source)].map((method) => methods.indexOf(method ?? by)),
    )
    this.#by.set(target, methods[loosestIndex]!)
    for (const member of this.#members.get(source)!) {
      this.#leader.set(member, target)
      this.#members.get(target)!.push(member)
    }
    this.#members.delete(source)
  }

  toClusters(): SpellingCluster[] {
    return this.findLeaders()
      .map((leader) => ({ leader, members: this.#members.get(leader)! }))
      .filter(({ members }) => members.length > 1)
      .map(({ leader, members }) => ({
        keep: leader.value,
        values: members.toSorted(comparePreference).map(({ value, count }) => ({ value, count })),
        by: this.#by.get(leader) ?? 'fingerprint',
      }))
  }
}

/**
 * Maximum number of entries per block. Larger blocks are not selective, such as that of a word that every value
 * contains.
 */
const maxBlockSize = 60

/**
 * Yields pairs of values that may be spellings of each other. These are values that are equal after deleting at most
 * one character from each, that have a word in common and the same number of words, or that have the same start or end.
 */
function* findCandidatePairs(entries: readonly Entry[]): Generator<[Entry, Entry]> {
  const blocks = new Map<string, Entry[]>()
  const addToBlock = (key: string, entry: Entry): void => {
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
  const seen = new Set<string>()
  const indexes = new Map(entries.map((entry, index) => [entry, index]))
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > maxBlockSize) continue
    for (const [index, a] of block.entries()) {
      for (const b of block.slice(index + 1)) {
        const key = `${indexes.get(a)} ${indexes.get(b)}`
        if (seen.has(key)) continue
        seen.add(key)
        yield [a, b]
      }
    }
  }
}

/**
 * Returns whether a rare value is a misspelling of a frequent one. If the frequencies are similar, only long values
 * with few typos count as misspellings; if one value is much rarer, shorter values and more typos are accepted.
 */
function isMisspelled(rare: Entry, rareRows: number, frequent: Entry, frequentRows: number): boolean {
  if (rare.digits !== frequent.digits) return false
  const length = Math.min(rare.text.length, frequent.text.length)
  const isMuchRarer = frequentRows >= 4 * rareRows
  if (length < (isMuchRarer ? 4 : 9)) return false
  const maxDistance = isMuchRarer
    ? Math.max(1, Math.min(6, Math.floor(length / 5)))
    : Math.max(1, Math.floor(length / 12))
  if (computeEditDistance(rare.text, frequent.text, maxDistance) > maxDistance) return false
  if (rare.words.length !== frequent.words.length) return isSpacedDifferently(rare, frequent)
  return rare.words.every((word, index) => {
    const counterpart = frequent.words[index]!
    if (word === counterpart) return true
    const shorterLength = Math.min(word.length, counterpart.length)
    if (shorterLength < (isMuchRarer ? 4 : 6) || isInflected(word, counterpart)) return false
    const maxTypos = Math.max(1, Math.floor(shorterLength / 6))
    return computeEditDistance(word, counterpart, maxTypos) <= maxTypos
  })
}

/** Returns whether two values differ only in spaces and at most one typo, such as "Main St reet". */
const isSpacedDifferently = (a: Entry, b: Entry): boolean => {
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
