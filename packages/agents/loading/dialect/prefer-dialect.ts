import type { Dialect } from '@aw-flow/schema/internal'
import type { DialectScore } from './score-dialect.ts'

/** Minimum score of a plausible dialect. Text in which every dialect scores lower has a single column. */
const minScore = 0.12

/** Minimum number of lines for `minUniformTypedShare` to apply. */
const minUniformRecords = 8
/** Minimum fraction of words that are numbers or dates if all lines have the same number of words. */
const minUniformTypedShare = 0.25

/** Minimum score of an uncommon delimiter, which may also occur in sentences, dates or times. */
const minUncommonScore = 0.3

/**
 * Returns whether the delimiter separates cells, rather than being punctuation within values, a space between words, or
 * part of lines that are quoted as a whole.
 */
export function isPlausible(best: ScoredDialect, scoredDialects: readonly ScoredDialect[]): boolean {
  const { delimiter, quote } = best.dialect
  const isCommon = /[,;\t|]/.test(delimiter)
  const hasQuotedLines = scoredDialects.some(
    ({ dialect, width, quotedCells, recordCount }) =>
      quote === '' &&
      dialect.delimiter === delimiter &&
      dialect.quote === '"' &&
      width === 1 &&
      quotedCells === recordCount,
  )
  // Spaces also separate words. They count as delimiters only if columns have fixed positions, if half of the cells are
  // numbers or dates, or if all lines have the same number of words and a quarter of the words are numbers or dates.
  const isUniform = best.coverage === 1 && best.width > 2 && best.recordCount >= minUniformRecords
  const minTypedShare = isUniform ? minUniformTypedShare : 0.5
  const isProse =
    delimiter === ' ' &&
    !best.dialect.columnStarts &&
    best.typedShare < minTypedShare &&
    best.quotedCells === 0 &&
    !(best.isWidelySpaced && best.coverage === 1)
  return best.score >= (isCommon ? minScore : minUncommonScore) && !hasQuotedLines && !isProse
}

/** A dialect and its score. Its `width` is the number of cells per record. */
export type ScoredDialect = DialectScore & { dialect: Dialect }

/**
 * Prefers a longer delimiter that contains the best one and splits the text equally well. If the longer delimiter
 * contains the best one several times, the best one must yield correspondingly more cells. Repeated commas, semicolons
 * or tabs are not a longer delimiter, because they indicate empty cells.
 */
export function preferLongerDelimiter(scoredDialects: readonly ScoredDialect[]): ScoredDialect | undefined {
  const best = scoredDialects[0]
  if (!best || best.dialect.repeated || best.dialect.columnStarts) return best
  const { delimiter, quote } = best.dialect
  const longerDialect = scoredDialects.find(({ dialect, width, coverage, score }) => {
    const occurrences = dialect.delimiter.split(delimiter).length - 1
    if (dialect.quote !== quote || dialect.delimiter.length <= delimiter.length || occurrences === 0) return false
    if (occurrences === 1) return width === best.width && score > 0.9 * best.score
    return (
      !/^[,;\t]+$/.test(dialect.delimiter) &&
      occurrences * (width - 1) === best.width - 1 &&
      coverage >= 0.95 * best.coverage
    )
  })
  return longerDialect ?? best
}

const maxLinesAbove = 10

/**
 * Prefers a common delimiter that splits nearly all lines evenly and also splits the line above the first occurrence of
 * the best delimiter into column names. In that case, the best delimiter only separates list items within cells.
 */
export function preferHeaderDelimiter(
  best: ScoredDialect | undefined,
  scoredDialects: readonly ScoredDialect[],
  sample: string,
): ScoredDialect | undefined {
  if (!best || best.width < 2 || best.dialect.repeated || best.dialect.columnStarts) return best
  const lines = sample.split('\n', maxLinesAbove + 1)
  const firstSplitLine = lines.findIndex((line) => line.includes(best.dialect.delimiter))
  const precedingLine = lines[firstSplitLine - 1] ?? ''
  if (firstSplitLine < 1) return best
  const headerDialect = scoredDialects.find(({ dialect: { delimiter, quote }, width, coverage, recordCount }) => {
    const isCommon = /^[,;\t|]$/.test(delimiter) && quote === best.dialect.quote
    if (!isCommon || width < 2 || coverage < (firstSplitLine === 1 ? 1 : 0.9) || recordCount < 3) return false
    const names = precedingLine.split(delimiter).map((name) => name.trim())
    return names.length === width && new Set(names).size === width && names.every((name) => /^[^\d\s]\S*$/.test(name))
  })
  return headerDialect ?? best
}

/**
 * Prefers tabs if they split all lines evenly. Other delimiters are then part of cells, as in the header cell
 * `unit,geo\time` and the cell `PC,AT` below it.
 */
export function preferTabs(
  best: ScoredDialect | undefined,
  scoredDialects: readonly ScoredDialect[],
): ScoredDialect | undefined {
  if (!best || !/^[,;|] ?$/.test(best.dialect.delimiter) || best.typedShare === 1) return best
  const tabDialect = scoredDialects.find(
    ({ dialect: { delimiter, quote }, width, coverage, recordCount }) =>
      delimiter === '\t' && quote === best.dialect.quote && width > 1 && coverage === 1 && recordCount > 1,
  )
  return tabDialect ?? best
}

/**
 * Prefers runs of spaces to single spaces if they split all lines evenly. Extra spaces are then padding, not empty
 * cells.
 */
export function preferSpaceRuns(
  best: ScoredDialect | undefined,
  scoredDialects: readonly ScoredDialect[],
): ScoredDialect | undefined {
  const { delimiter, repeated, columnStarts } = best?.dialect ?? {}
  if (!best || delimiter !== ' ' || repeated || columnStarts || best.quotedCells > 0) return best
  const runDialect = scoredDialects.find(
    ({ dialect, width, coverage }) => dialect.repeated && coverage === 1 && width > 1 && width < best.width,
  )
  return runDialect ?? best
}

/** Minimum score for preferring a common delimiter to spaces between words. */
const minCommonScore = 0.25
/** Minimum coverage for preferring a common delimiter to spaces between words. */
const minCommonCoverage = 0.7

/** Prefers a common delimiter that splits most lines if the best dialect merely splits sentences at spaces. */
export function preferCommonDelimiter(
  best: ScoredDialect | undefined,
  scoredDialects: readonly ScoredDialect[],
): ScoredDialect | undefined {
  if (best?.dialect.delimiter !== ' ' || isPlausible(best, scoredDialects)) return best
  const commonDialect = scoredDialects.find(
    ({ dialect, width, coverage, score }) =>
      /^[,;\t|]$/.test(dialect.delimiter) && width > 1 && score >= minCommonScore && coverage >= minCommonCoverage,
  )
  return commonDialect ?? best
}

/** Trims a delimiter if the cells remain the same, because the spaces around it are then padding. */
export function unpadDelimiter(best: ScoredDialect, scoredDialects: readonly ScoredDialect[]): ScoredDialect {
  const delimiter = best.dialect.delimiter.trim()
  if (delimiter === '' || delimiter === best.dialect.delimiter) return best
  const unpaddedDialect = scoredDialects.find(
    ({ dialect, width, coverage }) =>
      dialect.delimiter === delimiter &&
      // Quoted dialects are not scored if the text contains no quotes.
      (dialect.quote === best.dialect.quote || (dialect.quote === '' && best.quotedCells === 0)) &&
      width === best.width &&
      coverage >= best.coverage - 0.01,
  )
  return unpaddedDialect ? { ...best, dialect: { ...best.dialect, delimiter, padded: true } } : best
}

/**
 * Adds double quotes to a dialect without quotes if the sample uses them correctly. Also adds them if the sample has
 * none, because later records may contain quoted cells.
 */
export function addDefaultQuotes(
  best: ScoredDialect,
  sample: string,
  text: string,
  scoredDialects: readonly ScoredDialect[],
): ScoredDialect {
  if (best.dialect.quote !== '' || best.dialect.repeated || best.dialect.columnStarts) return best
  if (!sample.includes('"') && text.includes('"') && !hasEnclosingQuotes(text, best.dialect.delimiter)) return best
  if (!sample.includes('"')) return { ...best, dialect: { ...best.dialect, quote: '"', escape: '"' } }
  const quotedDialect = scoredDialects.find(
    ({ dialect, width }) =>
      dialect.quote === '"' && dialect.delimiter === best.dialect.delimiter && width === best.width,
  )
  return quotedDialect && quotedDialect.validQuoteShare >= 0.7 ? quotedDialect : best
}

/** Returns whether nearly all double quotes enclose a cell or are doubled. */
function hasEnclosingQuotes(text: string, delimiter: string): boolean {
  let quoteCount = 0
  let enclosingCount = 0
  for (let index = text.indexOf('"'); index >= 0; index = text.indexOf('"', index + 1)) {
    const previousCharacter = text[index - 1] ?? '\n'
    const nextCharacter = text[index + 1] ?? '\n'
    quoteCount++
    if (
      [previousCharacter, nextCharacter].some(
        (character) => '"\r\n'.includes(character) || delimiter.includes(character),
      )
    )
      enclosingCount++
  }
  return quoteCount % 2 === 0 && enclosingCount >= 0.95 * quoteCount
}
