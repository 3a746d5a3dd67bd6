import { countDistinct, encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import {
  createComputedPredictor,
  estimateExceptionRate,
  createExceptionRateLookup,
  type Predictor,
} from './predictor.ts'
import { findMax } from '../large-lists.ts'

/**
 * A column that repeats a part of another column's value in almost all rows, such as the domain of an email address.
 */
export interface ExtractRelation {
  /** The index of the column that contains the full values. */
  readonly sourceIndex: number
  /** The index of the column that contains the parts. */
  readonly targetIndex: number
  readonly part: TextPart
  /** Fraction of rows in which the part differs. */
  readonly mismatchShare: number
  /** Expected rate of legitimate exceptions. */
  readonly exceptionRate: number
}

/**
 * Selects a part of a string. `replace` returns the text with the part replaced, or `undefined` if it cannot be
 * replaced.
 */
interface TextPart {
  extract(text: string): string
  replace?(text: string, part: string): string | undefined
}

const minFittingFraction = 0.85
const minComparedRows = 40
const minDistinct = 5
const maxModeFraction = 0.5
const maxSampledRows = 1000
/** After this many rows, a candidate is abandoned if few of the rows fit. */
const earlyExitRowCount = 20
const maxColumns = 60
const maxLength = 200

/** The parts before and after the first and last occurrence of each separator. */
const splitParts: readonly TextPart[] = ['@', ',', '-', '/', ' ', '.', ':', '_'].flatMap((separator) =>
  ([false, true] as const).flatMap((isLast): TextPart[] => {
    const findSeparator = (text: string): number => (isLast ? text.lastIndexOf(separator) : text.indexOf(separator))
    return [
      {
        extract: (text) => (findSeparator(text) < 0 ? '' : text.slice(0, findSeparator(text)).trim()),
        replace: (text, part) => (findSeparator(text) < 0 ? undefined : part + text.slice(findSeparator(text))),
      },
      {
        extract: (text) => (findSeparator(text) < 0 ? '' : text.slice(findSeparator(text) + 1).trim()),
        replace(text, part) {
          if (findSeparator(text) < 0) return undefined
          const whitespace = /^\s*/.exec(text.slice(findSeparator(text) + 1))?.[0] ?? ''
          return text.slice(0, findSeparator(text) + 1) + whitespace + part
        },
      },
    ]
  }),
)

/** Prefixes and suffixes of one to six characters. */
const edgeParts: readonly TextPart[] = [1, 2, 3, 4, 5, 6].flatMap((length): TextPart[] => [
  {
    extract: (text) => (text.length > length ? text.slice(0, length) : ''),
    replace: (text, part) => (text.length > length && part.length === length ? part + text.slice(length) : undefined),
  },
  {
    extract: (text) => (text.length > length ? text.slice(-length) : ''),
    replace: (text, part) =>
      text.length > length && part.length === length ? text.slice(0, -length) + part : undefined,
  },
])

const initials: TextPart = {
  extract: (text) => Array.from(text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}/gu), ([letter]) => letter).join(''),
}

const parts: readonly TextPart[] = [...splitParts, ...edgeParts, initials]
const createCasedParts = (change: (text: string) => string): readonly TextPart[] => [
  ...parts.map(({ extract }): TextPart => ({ extract: (text) => change(extract(text)) })),
  { extract: change },
]
/** Parts converted to lower or upper case, for columns in which all values have that letter case. */
const lowerParts = createCasedParts((text) => text.toLowerCase())
const upperParts = createCasedParts((text) => text.toUpperCase())

function listParts(pairs: readonly (readonly [string, string])[]): readonly TextPart[] {
  const firstPairs = pairs.slice(0, earlyExitRowCount)
  const isLower = firstPairs.every(([, text]) => text === text.toLowerCase())
  const isUpper = firstPairs.every(([, text]) => text === text.toUpperCase())
  if (isLower === isUpper) return parts
  return [...parts, ...(isLower ? lowerParts : upperParts)]
}

/**
 * Finds columns that repeat a part of another column: the text before or after a separator, the first or last
 * characters, or the initials. The letter case of the part may differ.
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 * @yields After each column.
 */
export function* findExtracts({ rows, columns }: EncodedTable, noise: number): Generator<undefined, ExtractRelation[]> {
  const step = Math.max(1, Math.floor(rows / maxSampledRows))
  const results: ExtractRelation[] = []
  if (columns.length > maxColumns) return results
  for (const [targetIndex, target] of columns.entries()) {
    yield
    if (countDistinct(target) < minDistinct) continue
    for (const [sourceIndex, source] of columns.entries()) {
      if (sourceIndex === targetIndex || countDistinct(source) < countDistinct(target)) continue
      const pairs: (readonly [string, string])[] = []
      for (let row = 0; row < rows; row += step) {
        const pair = [getRepairedText(source, row), getRepairedText(target, row)] as const
        if (pair[0] !== '' && pair[1] !== '' && pair[0].length <= maxLength) pairs.push(pair)
      }
      if (pairs.length < minComparedRows || measureModeFraction(pairs) > maxModeFraction) continue
      const bestMatch = listParts(pairs)
        .flatMap((part) => {
          const fittingCount = countFittingPairs(pairs, part)
          return fittingCount >= minFittingFraction * pairs.length ? [{ part, fittingCount }] : []
        })
        .toSorted((a, b) => b.fittingCount - a.fittingCount)[0]
      // A mere copy of the full value is an ordinary dependency.
      if (!bestMatch || pairs.every(([text, other]) => text === other)) continue
      const mismatchRate = 1 - bestMatch.fittingCount / pairs.length
      results.push({
        sourceIndex,
        targetIndex,
        part: bestMatch.part,
        mismatchShare: mismatchRate,
        exceptionRate: estimateExceptionRate(mismatchRate, noise, 2),
      })
    }
  }
  return results
}

const getRepairedText = (column: EncodedColumn, row: number): string =>
  column.values[column.repairedCodes[row] as number] as string

function measureModeFraction(pairs: readonly (readonly [string, string])[]): number {
  const counts = new Map<string, number>()
  for (const [, text] of pairs) counts.set(text, (counts.get(text) ?? 0) + 1)
  return findMax(counts.values()) / pairs.length
}

/** Counts the pairs that fit. Returns 0 early if few of the first pairs fit. */
function countFittingPairs(pairs: readonly (readonly [string, string])[], { extract }: TextPart): number {
  let fittingCount = 0
  for (const [index, [text, partText]] of pairs.entries()) {
    if (extract(text) === partText) fittingCount++
    if (index + 1 === earlyExitRowCount && fittingCount < 0.5 * earlyExitRowCount) return 0
  }
  return fittingCount
}

/** Creates predictors for extracts. They predict the part from the full value, and the full value from its part. */
export function createExtractPredictors(
  { rows, columns }: EncodedTable,
  extracts: readonly ExtractRelation[],
): Predictor[] {
  return extracts.flatMap((extract) => {
    const { sourceIndex, targetIndex, part } = extract
    const [source, target] = [columns[sourceIndex], columns[targetIndex]] as [EncodedColumn, EncodedColumn]
    const extractsByCode = new Map<number, string>()
    const extractPart = (row: number): string => {
      const code = source.repairedCodes[row] as number
      const cached = extractsByCode.get(code) ?? part.extract(source.values[code] as string)
      extractsByCode.set(code, cached)
      return cached
    }
    const getExceptionRate = createExceptionRateLookup(rows, extractPart)
    const predictors = [
      createComputedPredictor(
        { targetIndex, sourceIndexes: [sourceIndex], kind: 'whole' },
        extract,
        target,
        (row) => {
          const text = extractPart(row)
          return text === '' ? undefined : encodeText(target, text)
        },
        getExceptionRate,
      ),
    ]
    if (part.replace)
      predictors.push(
        createComputedPredictor(
          { targetIndex: sourceIndex, sourceIndexes: [targetIndex], kind: 'part' },
          extract,
          source,
          (row) => {
            const [text, partText] = [getRepairedText(source, row), getRepairedText(target, row)]
            // If the part fits another row instead, the part itself is wrong, so it does not predict the full value.
            if (
              text === '' ||
              partText === '' ||
              (extractPart(row) !== partText && getExceptionRate(partText) !== undefined)
            )
              return undefined
            const replacedText = extractPart(row) === partText ? text : part.replace?.(text, partText)
            return replacedText === undefined || replacedText === '' ? undefined : encodeText(source, replacedText)
          },
        ),
      )
    return predictors
  })
}
