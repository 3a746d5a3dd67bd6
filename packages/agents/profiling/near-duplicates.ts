import { editDistance } from './edit-distance.ts'
import { shortFingerprint, spellingWords } from './spelling-keys.ts'

/** Two rows, by their places in the list, that seem to tell of the same thing. */
export interface NearDuplicate {
  rows: [first: number, second: number]
  /** 0 to 1: how much of what tells rows apart agrees. */
  similarity: number
  /** Columns in which they differ, by their places. */
  differ: number[]
}

export interface NearDuplicateOptions {
  /** From which similarity on a pair is one. */
  least?: number
  signal?: AbortSignal
}

interface Cell {
  text: string
  words: string[]
  digits: string
  key: string
}

/** More rows than this share a word that tells little. */
const maxInBlock = 40
const minSimilarity = 0.78

/**
 * Finds rows that are alike and not equal. Rows are compared that share a rare word, a long number or the beginning of a
 * value (blocking); columns count by how much they tell rows apart, words by how rare they are (as in soft TF-IDF, Cohen
 * et al. 2003), with slips and short forms forgiven. Deterministic. Meant for up to some ten thousand rows.
 *
 * @param rows Cells as texts, without columns that number or identify rows.
 */
export function nearDuplicates(
  rows: readonly (readonly (string | null)[])[],
  { least = minSimilarity, signal }: NearDuplicateOptions = {},
): NearDuplicate[] {
  const cells = rows.map((row) => row.map((cell) => (cell === null || cell.trim() === '' ? undefined : cellOf(cell))))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const columns = Array.from({ length: width }, (_, at) => new Column(cells.map((row) => row[at])))
  const found: NearDuplicate[] = []
  let compared = 0
  for (const [one, other] of candidates(cells, columns)) {
    if (++compared % 1_000 === 0) signal?.throwIfAborted()
    const pair = compare(cells[one]!, cells[other]!, columns)
    if (pair && pair.similarity >= least) found.push({ rows: [one, other], ...pair })
  }
  return found.toSorted((a, b) => b.similarity - a.similarity || a.rows[0] - b.rows[0] || a.rows[1] - b.rows[1])
}

function cellOf(value: string): Cell {
  const words = spellingWords(value)
  return { text: value.trim(), words, digits: value.replaceAll(/\D/g, ''), key: shortFingerprint(words) }
}

/** What a column's values tell: how many bits a value has, and how rare each word is. */
class Column {
  /** Bits that tell rows apart. */
  readonly weight: number
  readonly #frequency = new Map<string, number>()
  readonly #rows: number

  constructor(cells: readonly (Cell | undefined)[]) {
    const keys = new Map<string, number>()
    let present = 0
    for (const cell of cells) {
      if (!cell) continue
      present++
      keys.set(cell.key, (keys.get(cell.key) ?? 0) + 1)
      for (const word of new Set(cell.words)) this.#frequency.set(word, (this.#frequency.get(word) ?? 0) + 1)
    }
    this.#rows = present
    let bits = 0
    for (const count of keys.values()) bits -= (count / present) * Math.log2(count / present)
    // Long prose differs in every word and tells no more than a name.
    this.weight = present < 2 ? 0 : Math.min(bits, 12) * Math.sqrt(present / cells.length)
  }

  frequency(word: string): number {
    return this.#frequency.get(word) ?? 0
  }

  rarity(word: string): number {
    return Math.log2(1 + this.#rows / (1 + this.frequency(word)))
  }
}

function* candidates(
  cells: readonly (readonly (Cell | undefined)[])[],
  columns: readonly Column[],
): Generator<[number, number]> {
  const most = Math.max(0, ...columns.map(({ weight }) => weight))
  const blocks = new Map<string, number[]>()
  for (const [row, line] of cells.entries()) {
    const keys = new Set<string>()
    for (const [at, cell] of line.entries()) {
      const column = columns[at]!
      if (!cell || column.weight < most * 0.5) continue
      if (cell.digits.length >= 6) keys.add(`${at} #${cell.digits.slice(-9)}`)
      for (const word of cell.words)
        if (word.length >= 3 && column.frequency(word) <= maxInBlock) keys.add(`${at} ${word}`)
      const joined = cell.words.join('')
      if (joined.length >= 4) keys.add(`${at} <${joined.slice(0, 4)}`)
      if (joined.length >= 8) keys.add(`${at} >${joined.slice(-6)}`)
    }
    for (const key of keys) {
      const block = blocks.get(key)
      if (block) block.push(row)
      else blocks.set(key, [row])
    }
  }
  const seen = new Set<number>()
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > maxInBlock) continue
    for (const [index, one] of block.entries()) {
      for (const other of block.slice(index + 1)) {
        const pair = one * cells.length + other
        if (seen.has(pair)) continue
        seen.add(pair)
        yield [one, other]
      }
    }
  }
}

function compare(
  one: readonly (Cell | undefined)[],
  other: readonly (Cell | undefined)[],
  columns: readonly Column[],
): { similarity: number; differ: number[] } | undefined {
  let [agreeing, weighed] = [0, 0]
  let [first, firstWeight] = [0, 0]
  const differ: number[] = []
  let strong = 0
  for (const [at, column] of columns.entries()) {
    const [a, b] = [one[at], other[at]]
    if (a?.text !== b?.text) differ.push(at)
    if (!a || !b || column.weight === 0) continue
    const alike = likeness(a, b, column)
    agreeing += column.weight * alike
    weighed += column.weight
    if (alike >= 0.75) strong += column.weight
    if (column.weight > firstWeight) [first, firstWeight] = [alike, column.weight]
  }
  const all = columns.reduce((sum, { weight }) => sum + weight, 0)
  // Rows that have little in both say little, however well that agrees.
  if (weighed === 0 || differ.length === 0 || weighed < all * 0.4 || strong < Math.min(10, all * 0.4)) return undefined
  if (first < 0.3 && strong < all * 0.7) return undefined
  return { similarity: Number((agreeing / weighed).toFixed(3)), differ }
}

function likeness(one: Cell, other: Cell, column: Column): number {
  if (one.key === other.key) return 1
  const isNumber =
    one.words.every((word) => /^[\d.,]+$/.test(word)) && other.words.every((word) => /^[\d.,]+$/.test(word))
  if (isNumber) {
    if (one.digits === other.digits) return 1
    return one.digits.length >= 7 && editDistance(one.digits, other.digits, 1) === 1 ? 0.7 : 0
  }
  const [joinedOne, joinedOther] = [one.words.join(''), other.words.join('')]
  if (joinedOne === joinedOther) return 1
  const longest = Math.max(joinedOne.length, joinedOther.length)
  const most = Math.floor(longest * 0.3)
  const distance = longest <= 60 && one.digits === other.digits ? editDistance(joinedOne, joinedOther, most) : Infinity
  const spelled = distance === Infinity ? 0 : 1 - distance / longest
  return Math.max(spelled, wordsAlike(one.words, other.words, column))
}

/** Soft TF-IDF: words that are the same but for a slip or a short form, by how rare they are. */
function wordsAlike(one: readonly string[], other: readonly string[], column: Column): number {
  const left = [...new Set(other)]
  let shared = 0
  for (const word of new Set(one)) {
    let [best, at] = [0, -1]
    for (const [index, candidate] of left.entries()) {
      const alike = wordAlike(word, candidate)
      if (alike > best) [best, at] = [alike, index]
    }
    if (best < 0.7) continue
    const [match] = left.splice(at, 1)
    shared += best * (column.rarity(word) + column.rarity(match!))
  }
  const total = (words: readonly string[]): number =>
    [...new Set(words)].reduce((sum, word) => sum + column.rarity(word), 0)
  const [all, fewer] = [total(one) + total(other), 2 * Math.min(total(one), total(other))]
  if (all === 0) return 0
  // One may leave words out that the other has: "Art's Deli" and "Art's Delicatessen, Studio City".
  return 0.5 * (shared / all) + 0.5 * (shared / Math.max(fewer, all * 0.4))
}

function wordAlike(one: string, other: string): number {
  if (one === other || shortFingerprint([one]) === shortFingerprint([other])) return 1
  if (/\d/.test(one) || /\d/.test(other)) return 0
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (short.length >= 3 && long.startsWith(short)) return 0.9
  if (short.length === 1 && long.startsWith(short)) return 0.75
  const most = Math.floor(long.length / 4)
  const distance = most === 0 ? Infinity : editDistance(one, other, most)
  return distance === Infinity ? 0 : 1 - distance / long.length
}
