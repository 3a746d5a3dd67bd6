import type { CountedValue } from '@aw-flow/schema'
import { editDistance } from './edit-distance.ts'
import { fingerprint, pairFingerprint, shortFingerprint, spellingWords, writingKey } from './spelling-keys.ts'

/** Values that are spellings of one. */
export interface SpellingCluster {
  /** The one to write in place of all: the most frequent, of equals the best written. */
  keep: string
  /** All of them, `keep` too, most frequent first. */
  values: CountedValue[]
  /** The loosest of the ways by which they met. */
  by: SpellingMethod
}

/** From the strictest to the loosest; `writing` is what differs in capitals, blanks and full stops only. */
const methods = ['writing', 'fingerprint', 'n-gram', 'distance'] as const
export type SpellingMethod = (typeof methods)[number]

export interface ClusterOptions {
  /** Which ways may join values; default: all but `writing`, which `fingerprint` contains. */
  by?: readonly SpellingMethod[]
  /** Values that are right beyond doubt: two of them are never one. */
  known?: (value: string) => boolean
}

interface Entry extends CountedValue {
  words: string[]
  /** The words as one text, in their order. */
  text: string
  digits: string
}

/**
 * Finds values that are spellings of one, by OpenRefine's two key collisions (fingerprint, also of words that are cut
 * short by habit; n-gram) and by edit distance. By distance a value joins a more frequent one only: where both are
 * frequent, they are two. Values whose digits differ are never one. Deterministic: the order of `values` does not count.
 *
 * @param values A column's different values with their counts. Meant for up to some ten thousands.
 * @example
 * clusterSpellings([{ value: 'New York', count: 9 }, { value: 'new york ', count: 1 }])
 * // [{ keep: 'New York', by: 'fingerprint', values: [...] }]
 */
export function clusterSpellings(values: readonly CountedValue[], options: ClusterOptions = {}): SpellingCluster[] {
  const allowed = new Set(options.by ?? methods.slice(1))
  const entries = values
    .map(entryOf)
    .filter(({ words }) => words.length > 0)
    .toSorted(byWeight)
  const clusters = new Clusters(entries, options.known)
  if (allowed.has('writing')) clusters.collide(entries, 'writing', ({ value }) => writingKey(value))
  if (allowed.has('fingerprint')) {
    clusters.collide(entries, 'fingerprint', ({ words }) => fingerprint(words))
    clusters.collide(entries, 'fingerprint', ({ words }) => shortFingerprint(words))
  }
  if (allowed.has('n-gram')) {
    const long = entries.filter(({ text }) => text.replaceAll(' ', '').length >= 4)
    clusters.collide(long, 'n-gram', ({ words, digits }) => `${digits} ${pairFingerprint(words)}`)
  }
  if (allowed.has('distance')) {
    for (const [one, other] of candidates(clusters.leaders())) {
      const [frequent, rare] = byWeight(one, other) <= 0 ? [one, other] : [other, one]
      if (isMistyped(rare, clusters.weight(rare), frequent, clusters.weight(frequent)))
        clusters.join(frequent, rare, 'distance')
    }
  }
  return clusters.list()
}

function entryOf({ value, count }: CountedValue): Entry {
  const words = spellingWords(value)
  const text = words.join(' ')
  return { value, count, words, text, digits: text.replaceAll(/\P{N}+/gu, ' ').trim() }
}

/** Letters that are out of the ordinary: the more, the less likely is the spelling the right one. */
const oddness = (value: string): number =>
  (value.trim() === value ? 0 : 4) +
  (/ {2}/.test(value) ? 2 : 0) +
  (value === value.toLowerCase() || value === value.toUpperCase() ? 1 : 0) -
  (/[\u00c0-\u024f]/.test(value) ? 0.5 : 0)

const byWeight = (one: Entry, other: Entry): number =>
  other.count - one.count ||
  oddness(one.value) - oddness(other.value) ||
  other.value.length - one.value.length ||
  (one.value < other.value ? -1 : 1)

/** Groups that only grow; each has a leader, its most frequent value. */
class Clusters {
  readonly #entries: readonly Entry[]
  readonly #known: (value: string) => boolean
  readonly #leader = new Map<Entry, Entry>()
  readonly #members = new Map<Entry, Entry[]>()
  readonly #by = new Map<Entry, SpellingMethod>()

  constructor(entries: readonly Entry[], known: (value: string) => boolean = () => false) {
    this.#entries = entries
    this.#known = known
    for (const entry of entries) {
      this.#leader.set(entry, entry)
      this.#members.set(entry, [entry])
    }
  }

  leaders(): Entry[] {
    return this.#entries.filter((entry) => this.#leader.get(entry) === entry)
  }

  /** Rows of all that have joined an entry. */
  weight(entry: Entry): number {
    return this.#members.get(this.#leader.get(entry)!)!.reduce((sum, { count }) => sum + count, 0)
  }

  collide(entries: readonly Entry[], by: SpellingMethod, keyOf: (entry: Entry) => string): void {
    const first = new Map<string, Entry>()
    for (const entry of entries) {
      const key = keyOf(entry)
      const other = first.get(key)
      if (other) this.join(other, entry, by)
      else first.set(key, entry)
    }
  }

  join(one: Entry, other: Entry, by: SpellingMethod): void {
    const [into, from] = [this.#leader.get(one)!, this.#leader.get(other)!].toSorted(byWeight) as [Entry, Entry]
    if (
      into === from ||
      (this.#known(into.value) && this.#known(from.value) && methods.indexOf(by) > methods.indexOf('fingerprint'))
    )
      return
    const loosest = Math.max(
      ...[by, this.#by.get(into), this.#by.get(from)].map((method) => methods.indexOf(method ?? by)),
    )
    this.#by.set(into, methods[loosest]!)
    for (const member of this.#members.get(from)!) {
      this.#leader.set(member, into)
      this.#members.get(into)!.push(member)
    }
    this.#members.delete(from)
  }

  list(): SpellingCluster[] {
    return this.leaders()
      .map((leader) => ({ leader, members: this.#members.get(leader)! }))
      .filter(({ members }) => members.length > 1)
      .map(({ leader, members }) => ({
        keep: leader.value,
        values: members.toSorted(byWeight).map(({ value, count }) => ({ value, count })),
        by: this.#by.get(leader) ?? 'fingerprint',
      }))
  }
}

/** Blocks that are larger say nothing: a word that every value has. */
const maxInBlock = 60

/** Pairs that may be one: they agree but for one letter left out of each, or in a word and the number of words. */
function* candidates(entries: readonly Entry[]): Generator<[Entry, Entry]> {
  const blocks = new Map<string, Entry[]>()
  const put = (key: string, entry: Entry): void => {
    const block = blocks.get(key)
    if (block === undefined) blocks.set(key, [entry])
    else if (block.at(-1) !== entry) block.push(entry)
  }
  for (const entry of entries) {
    const text = entry.words.join('')
    if (text.length <= 40) {
      put(`=${text}`, entry)
      for (let at = 0; at < text.length; at++) put(`=${text.slice(0, at)}${text.slice(at + 1)}`, entry)
    }
    if (entry.words.length > 1)
      for (const word of entry.words) if (word.length >= 3) put(`${entry.words.length} ${word}`, entry)
    if (text.length >= 10) {
      put(`<${text.slice(0, 5)}`, entry)
      put(`>${text.slice(-5)}`, entry)
    }
  }
  const seen = new Set<string>()
  const numbers = new Map(entries.map((entry, index) => [entry, index]))
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > maxInBlock) continue
    for (const [index, one] of block.entries()) {
      for (const other of block.slice(index + 1)) {
        const key = `${numbers.get(one)} ${numbers.get(other)}`
        if (seen.has(key)) continue
        seen.add(key)
        yield [one, other]
      }
    }
  }
}

/**
 * Whether a rare value is a frequent one with a slip. The rarer it is, the shorter it may be; of values that are equally
 * frequent only long ones with a single slip count.
 */
function isMistyped(rare: Entry, rareRows: number, frequent: Entry, frequentRows: number): boolean {
  if (rare.digits !== frequent.digits) return false
  const length = Math.min(rare.text.length, frequent.text.length)
  const outweighed = frequentRows >= 4 * rareRows
  if (length < (outweighed ? 4 : 9)) return false
  const most = outweighed ? Math.max(1, Math.min(6, Math.floor(length / 5))) : Math.max(1, Math.floor(length / 12))
  if (editDistance(rare.text, frequent.text, most) > most) return false
  if (rare.words.length !== frequent.words.length) return isCutOtherwise(rare, frequent)
  return rare.words.every((word, at) => {
    const other = frequent.words[at]!
    if (word === other) return true
    const shorter = Math.min(word.length, other.length)
    if (shorter < (outweighed ? 4 : 6) || isInflected(word, other)) return false
    const slips = Math.max(1, Math.floor(shorter / 6))
    return editDistance(word, other, slips) <= slips
  })
}

/** "Main St reet": the same letters, but for one slip, with blanks elsewhere. */
const isCutOtherwise = (one: Entry, other: Entry): boolean => {
  const [first, second] = [one.words.join(''), other.words.join('')]
  return Math.min(first.length, second.length) >= 6 && editDistance(first, second, 1) <= 1
}

/** "car" and "cars", "legal" and "illegal": words of their own, one made of the other. */
const isInflected = (one: string, other: string): boolean => {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return (
    long.length > short.length &&
    (/^(?:s|es|n|e|ed|er|ly)$/.test(long.startsWith(short) ? long.slice(short.length) : '') ||
      /^(?:un|in|im|il|ir|non|re|de|fe)$/.test(long.endsWith(short) ? long.slice(0, long.length - short.length) : ''))
  )
}
