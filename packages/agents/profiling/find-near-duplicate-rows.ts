import { computeEditDistance } from './edit-distance.ts'
import { computeShortFingerprint, toNormalizedWords } from './spelling-keys.ts'

/** Two rows that probably describe the same entity. @internal */
export interface NearDuplicate {
  /** Indexes of the two rows in the list of compared rows. */
  rows: [first: number, second: number]
  /** Weighted similarity of the rows' values, from 0 to 1. */
  similarity: number
  /** Indexes of the columns that differ. */
  differingColumns: number[]
}

/**
 * Options for finding near-duplicate rows.
 *
 * @internal
 */
export interface NearDuplicateOptions {
  /** Minimum similarity of a pair, from 0 to 1. Default: 0.78. */
  minPairSimilarity?: number
  signal?: AbortSignal
}

/** A cell with precomputed representations for comparison. */
interface Cell {
  text: string
  words: string[]
  digits: string
  key: string
}

/** Maximum number of rows per block. Larger blocks are not selective. */
const maxBlockSize = 40
const defaultMinSimilarity = 0.78

/**
 * Finds rows that are similar but not equal. Only rows that share a rare word, a long number, or the start or end of a
 * value are compared (blocking). Columns are weighted by their entropy, and words by their rarity. Typos and
 * abbreviations reduce the similarity only slightly (soft TF-IDF: W. W. Cohen, P. Ravikumar and S. E. Fienberg, "A
 * comparison of string distance metrics for name-matching tasks", 2003). The result is deterministic.
 *
 * @param rows Cells as text, up to about ten thousand rows. Columns with row numbers or IDs must be omitted.
 * @returns Pairs of rows, most similar first.
 * @internal
 */
export function findNearDuplicateRows(
  rows: readonly (readonly (string | null)[])[],
  { minPairSimilarity = defaultMinSimilarity, signal }: NearDuplicateOptions = {},
): NearDuplicate[] {
  const cells = rows.map((row) => row.map((cell) => (cell === null || cell.trim() === '' ? undefined : toCell(cell))))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const columns = Array.from({ length: width }, (_, columnIndex) => new Column(cells.map((row) => row[columnIndex])))
  const duplicates: NearDuplicate[] = []
  let comparedPairCount = 0
  for (const [a, b] of findCandidatePairs(cells, columns)) {
    if (++comparedPairCount % 1_000 === 0) signal?.throwIfAborted()
    const pair = compareRows(cells[a]!, cells[b]!, columns)
    if (pair && pair.similarity >= minPairSimilarity) duplicates.push({ rows: [a, b], ...pair })
  }
  return duplicates.toSorted((a, b) => b.similarity - a.similarity || a.rows[0] - b.rows[0] || a.rows[1] - b.rows[1])
}

function toCell(value: string): Cell {
  const words = toNormalizedWords(value)
  return { text: value.trim(), words, digits: value.replaceAll(/\D/g, ''), key: computeShortFingerprint(words) }
}

/** A column's weight (based on its entropy) and the rarity of its words. */
class Column {
  /** Entropy in bits (at most 12), reduced according to the fraction of missing values. */
  readonly weight: number
  readonly #rowCountsByWord = new Map<string, number>()
  readonly #nonNullCount: number

  constructor(cells: readonly (Cell | undefined)[]) {
    const countsByKey = new Map<string, number>()
    let nonNullCount = 0
    for (const cell of cells) {
      if (!cell) continue
      nonNullCount++
      countsByKey.set(cell.key, (countsByKey.get(cell.key) ?? 0) + 1)
      for (const word of new Set(cell.words))
        this.#rowCountsByWord.set(word, (this.#rowCountsByWord.get(word) ?? 0) + 1)
    }
    this.#nonNullCount = nonNullCount
    let bits = 0
    for (const count of countsByKey.values()) bits -= (count / nonNullCount) * Math.log2(count / nonNullCount)
    // The entropy is capped, because long prose is unique in every row but not more selective than a name.
    this.weight = nonNullCount < 2 ? 0 : Math.min(bits, 12) * Math.sqrt(nonNullCount / cells.length)
  }

  countRows(word: string): number {
    return this.#rowCountsByWord.get(word) ?? 0
  }

  computeRarity(word: string): number {
    return Math.log2(1 + this.#nonNullCount / (1 + this.countRows(word)))
  }
}

function* findCandidatePairs(
  cells: readonly (readonly (Cell | undefined)[])[],
  columns: readonly Column[],
): Generator<[number, number]> {
  const maxWeight = Math.max(0, ...columns.map(({ weight }) => weight))
  const blocks = new Map<string, number[]>()
  for (const [row, rowCells] of cells.entries()) {
    const keys = new Set<string>()
    for (const [columnIndex, cell] of rowCells.entries()) {
      const column = columns[columnIndex]!
      if (!cell || column.weight < maxWeight * 0.5) continue
      if (cell.digits.length >= 6) keys.add(`${columnIndex} #${cell.digits.slice(-9)}`)
      for (const word of cell.words)
        if (word.length >= 3 && column.countRows(word) <= maxBlockSize) keys.add(`${columnIndex} ${word}`)
      const joinedWords = cell.words.join('')
      if (joinedWords.length >= 4) keys.add(`${columnIndex} <${joinedWords.slice(0, 4)}`)
      if (joinedWords.length >= 8) keys.add(`${columnIndex} >${joinedWords.slice(-6)}`)
    }
    for (const key of keys) {
      const block = blocks.get(key)
      if (block) block.push(row)
      else blocks.set(key, [row])
    }
  }
  const seenPairs = new Set<number>()
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > maxBlockSize) continue
    for (const [index, a] of block.entries()) {
      for (const b of block.slice(index + 1)) {
        const pairKey = a * cells.length + b
        if (seenPairs.has(pairKey)) continue
        seenPairs.add(pairKey)
        yield [a, b]
      }
    }
  }
}

function compareRows(
  left: readonly (Cell | undefined)[],
  right: readonly (Cell | undefined)[],
  columns: readonly Column[],
): { similarity: number; differingColumns: number[] } | undefined {
  let [agreement, comparedWeight] = [0, 0]
  let [heaviestColumnSimilarity, heaviestColumnWeight] = [0, 0]
  const differingColumns: number[] = []
  let agreeingWeight = 0
  for (const [columnIndex, column] of columns.entries()) {
    const [a, b] = [left[columnIndex], right[columnIndex]]
    if (a?.text !== b?.text) differingColumns.push(columnIndex)
    if (!a || !b || column.weight === 0) continue
    const similarity = compareCells(a, b, column)
    agreement += column.weight * similarity
    comparedWeight += column.weight
    if (similarity >= 0.75) agreeingWeight += column.weight
    if (column.weight > heaviestColumnWeight)
      [heaviestColumnSimilarity, heaviestColumnWeight] = [similarity, column.weight]
  }
  const totalWeight = columns.reduce((sum, { weight }) => sum + weight, 0)
  // Agreement in only a few values is weak evidence.
  if (
    comparedWeight === 0 ||
    differingColumns.length === 0 ||
    comparedWeight < totalWeight * 0.4 ||
    agreeingWeight < Math.min(10, totalWeight * 0.4)
  )
    return undefined
  if (heaviestColumnSimilarity < 0.3 && agreeingWeight < totalWeight * 0.7) return undefined
  return { similarity: Number((agreement / comparedWeight).toFixed(3)), differingColumns }
}

function compareCells(a: Cell, b: Cell, column: Column): number {
  if (a.key === b.key) return 1
  const areBothNumbers =
    a.words.every((word) => /^[\d.,]+$/.test(word)) && b.words.every((word) => /^[\d.,]+$/.test(word))
  if (areBothNumbers) {
    if (a.digits === b.digits) return 1
    return a.digits.length >= 7 && computeEditDistance(a.digits, b.digits, 1) === 1 ? 0.7 : 0
  }
  const [left, right] = [a.words.join(''), b.words.join('')]
  if (left === right) return 1
  const maxLength = Math.max(left.length, right.length)
  const maxDistance = Math.floor(maxLength * 0.3)
  const distance = maxLength <= 60 && a.digits === b.digits ? computeEditDistance(left, right, maxDistance) : Infinity
  const spellingSimilarity = distance === Infinity ? 0 : 1 - distance / maxLength
  return Math.max(spellingSimilarity, compareWords(a.words, b.words, column))
}

/**
 * Computes the soft TF-IDF similarity, which is the fraction of words that match apart from typos or abbreviations,
 * weighted by rarity.
 */
function compareWords(a: readonly string[], b: readonly string[], column: Column): number {
  const unmatchedWords = [...new Set(b)]
  let sharedRarity = 0
  for (const word of new Set(a)) {
    let [bestSimilarity, bestIndex] = [0, -1]
    for (const [index, candidate] of unmatchedWords.entries()) {
      const similarity = compareWordPair(word, candidate)
      if (similarity > bestSimilarity) [bestSimilarity, bestIndex] = [similarity, index]
    }
    if (bestSimilarity < 0.7) continue
    const [match] = unmatchedWords.splice(bestIndex, 1)
    sharedRarity += bestSimilarity * (column.computeRarity(word) + column.computeRarity(match!))
  }
  const sumRarity = (words: readonly string[]): number =>
    [...new Set(words)].reduce((sum, word) => sum + column.computeRarity(word), 0)
  const [totalRarity, smallerRarity] = [sumRarity(a) + sumRarity(b), 2 * Math.min(sumRarity(a), sumRarity(b))]
  if (totalRarity === 0) return 0
  // One value may be a shorter form of the other: "Art's Deli" and "Art's Delicatessen, Studio City".
  return 0.5 * (sharedRarity / totalRarity) + 0.5 * (sharedRarity / Math.max(smallerRarity, totalRarity * 0.4))
}

function compareWordPair(a: string, b: string): number {
  if (a === b || computeShortFingerprint([a]) === computeShortFingerprint([b])) return 1
  if (/\d/.test(a) || /\d/.test(b)) return 0
  const [shorterWord, longerWord] = a.length <= b.length ? [a, b] : [b, a]
  if (shorterWord.length >= 3 && longerWord.startsWith(shorterWord)) return 0.9
  if (shorterWord.length === 1 && longerWord.startsWith(shorterWord)) return 0.75
  const maxDistance = Math.floor(longerWord.length / 4)
  const distance = maxDistance === 0 ? Infinity : computeEditDistance(a, b, maxDistance)
  return distance === Infinity ? 0 : 1 - distance / longerWord.length
}
