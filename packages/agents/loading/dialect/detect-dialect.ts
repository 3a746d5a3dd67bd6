import { message, type Message } from '@aw-flow/messages'
import { splitAtStarts, isCommentAt, type Dialect, type Evidence, type LoadOverrides } from '@aw-flow/schema/internal'
import { findCommentMarker, removeComments } from './comment-lines.ts'
import type { DeclaredTable } from '../declared/declared-table.ts'
import { findDeclaredTable } from '../declared/find-declared-table.ts'
import { findDelimiterCandidates } from './find-delimiter-candidates.ts'
import { findLaterCommentMarker } from './find-comment-marker.ts'
import { findQuotes, findUnusualQuote } from './find-quotes.ts'
import { findValueBlock } from './find-value-block.ts'
import { detectHeaderDelimiter, type HeaderDelimiter } from './detect-header-delimiter.ts'
import { detectEnclosedLines } from './detect-enclosed-lines.ts'
import {
  isPlausible,
  preferHeaderDelimiter,
  preferSpaceRuns,
  preferTabs,
  preferCommonDelimiter,
  preferLongerDelimiter,
  unpadDelimiter,
  addDefaultQuotes,
} from './prefer-dialect.ts'
import { normalizeNewlines, readRecords } from '../records/read-records.ts'
import { readWellFormedText, type WellFormedText } from '../records/read-well-formed.ts'
import { scoreAlignedDialects } from './score-aligned.ts'
import { scoreDialect } from './score-dialect.ts'

/** A dialect, and how well it explains the text. `width` is the number of columns. */
export interface DetectedDialect {
  dialect: Dialect
  width: number
  coverage: number
  score: number
  /** The records, parsed according to RFC 4180 without heuristics. Present if the text is well-formed. */
  wellFormedText?: WellFormedText
  /** Whether the dialect applies only to a block of values within a longer text; see `findValueBlock`. */
  isWithinText?: boolean
  /** The table that the text declares, if its format declares columns. */
  declaredTable?: DeclaredTable
}

export interface DialectDetection extends DetectedDialect {
  evidence: Evidence
  /** Other dialects that split the text into several columns, in descending order of score. */
  alternatives: DetectedDialect[]
}

/** Dialect settings that the user may specify. */
export type DialectOverrides = Pick<LoadOverrides, 'delimiter' | 'quote' | 'escape'>

const maxSampleLength = 200_000

/**
 * Detects the dialect of delimited text by scoring each plausible combination of delimiter and quote character; see
 * `scoreDialect`. Values in `overrides` and a first line such as `sep=;` take precedence.
 */
export function detectDialect(text: string, overrides: DialectOverrides = {}): DialectDetection {
  const isDialectUnspecified =
    overrides.delimiter === undefined && overrides.quote === undefined && overrides.escape === undefined
  const wellFormedText = isDialectUnspecified ? readWellFormedText(normalizeNewlines(text)) : undefined
  if (wellFormedText) return createWellFormedDetection(text, wellFormedText)
  const enclosedLines = detectEnclosedLines(
    normalizeNewlines(text.length > maxSampleLength ? truncateAtLine(text) : text),
    overrides,
  )
  if (!enclosedLines) return detectWithComments(text, overrides)
  const { enclosed: enclosure } = enclosedLines
  const detection = detectDelimited(
    enclosedLines.text,
    enclosure === 'delimiters' ? { ...overrides, quote: '' } : overrides,
  )
  if (detection.width < 2 || (enclosure === 'delimiters' && detection.dialect.delimiter !== '|'))
    return detectWithComments(text, overrides)
  const { padded: _, repeated: __, columnStarts: ___, ...dialect } = detection.dialect
  return { ...detection, dialect: { ...dialect, newline: detectNewline(text), enclosed: enclosure }, alternatives: [] }
}

/** Detects a table in a format that declares its columns. Returns `undefined` if the text is in another format. */
export function detectDeclaredTable(text: string): DialectDetection | undefined {
  const declaredTable = findDeclaredTable(normalizeNewlines(text))
  if (!declaredTable) return undefined
  const dialect: Dialect = { ...declaredTable.dialect, newline: detectNewline(text) }
  const chosenDialect: DetectedDialect = {
    dialect,
    width: declaredTable.names.length,
    coverage: 1,
    score: 1,
    declaredTable,
  }
  return { ...chosenDialect, evidence: explainDialect(chosenDialect, [], false), alternatives: [] }
}

function createWellFormedDetection(text: string, wellFormedText: WellFormedText): DialectDetection {
  const { delimiter, width, records } = wellFormedText
  const hasLineBreaks = records.some(({ cells }) => cells.some((cell) => cell.includes('\n')))
  const dialect: Dialect = {
    delimiter,
    quote: '"',
    escape: '"',
    newline: detectNewline(text),
    ...(hasLineBreaks ? { strict: true } : {}),
  }
  const chosenDialect: DetectedDialect = { dialect, width, coverage: 1, score: 1, wellFormedText }
  return { ...chosenDialect, evidence: explainDialect(chosenDialect, [], false), alternatives: [] }
}

/** Detects the dialect, including the marker of comments before or among the records. */
function detectWithComments(text: string, overrides: DialectOverrides): DialectDetection {
  const detection = detectDelimited(text, overrides)
  const sample = normalizeNewlines(text.length > maxSampleLength ? truncateAtLine(text) : text)
  const marker = findCommentMarker(sample)
  if (marker !== undefined) return addCommentMarker(detection, marker)
  const { dialect, width } = detection
  const laterMarker = findLaterCommentMarker(sample, readRecords(sample, dialect), width, dialect.delimiter)
  if (laterMarker === undefined) return detection
  const comment = { comment: laterMarker, delimiter: dialect.delimiter }
  const nonCommentLines = text.split('\n').filter((line) => !isCommentAt(line, 0, comment))
  const detectionWithoutComments = detectDelimited(nonCommentLines.join('\n'), overrides)
  return addCommentMarker(detectionWithoutComments.width < 2 ? detection : detectionWithoutComments, laterMarker)
}

const addCommentMarker = (detection: DialectDetection, comment: string): DialectDetection => ({
  ...detection,
  dialect: { ...detection.dialect, comment },
  alternatives: detection.alternatives.map((alternative) => ({
    ...alternative,
    dialect: { ...alternative.dialect, comment },
  })),
})

function detectDelimited(text: string, overrides: DialectOverrides): DialectDetection {
  const newline = detectNewline(text)
  const sample = removeComments(normalizeNewlines(text.length > maxSampleLength ? truncateAtLine(text) : text))
  const specifiedDelimiter = overrides.delimiter ?? /^sep=(.)\n/.exec(sample)?.[1]
  const unusualQuote = overrides.quote === undefined ? findUnusualQuote(sample) : undefined
  const commentDelimiter = findDelimiterFromComment(text, sample)
  const candidates =
    specifiedDelimiter === undefined
      ? findDelimiterCandidates(sample).filter(
          ({ delimiter }) => delimiter === (commentDelimiter ?? delimiter) && !delimiter.includes(unusualQuote ?? '\n'),
        )
      : [{ delimiter: specifiedDelimiter, prior: 1 }]
  const quotes = overrides.quote === undefined ? [...findQuotes(sample), ...(unusualQuote ?? '')] : [overrides.quote]
  const scoredDialects = candidates.flatMap(({ delimiter, prior }) =>
    quotes.map((quote) => {
      const escape = overrides.escape ?? (quote === '' ? '' : (findEscape(sample, delimiter, quote) ?? quote))
      return {
        dialect: { delimiter, quote, escape, newline },
        ...scoreDialect(sample, { delimiter, quote, escape }, prior),
      }
    }),
  )
  if (specifiedDelimiter === undefined || specifiedDelimiter === ' ') {
    // If a semicolon or pipe splits all lines evenly, spaces are only padding.
    const hasVisibleDelimiter = scoredDialects.some(
      ({ dialect, coverage }) => /^[;|]$/.test(dialect.delimiter) && coverage === 1 && specifiedDelimiter === undefined,
    )
    if (!hasVisibleDelimiter) scoredDialects.push(...scoreAlignedDialects(sample, newline))
  }
  scoredDialects.sort((a, b) => b.score - a.score || getTieRank(a) - getTieRank(b))
  const best = preferCommonDelimiter(
    preferTabs(
      preferHeaderDelimiter(
        preferSpaceRuns(preferLongerDelimiter(scoredDialects), scoredDialects),
        scoredDialects,
        sample,
      ),
      scoredDialects,
    ),
    scoredDialects,
  )
  const isTable =
    best !== undefined &&
    best.width > 1 &&
    (specifiedDelimiter !== undefined ||
      (isPlausible(best, scoredDialects) && !hasMisplacedColumns(best.dialect, sample)))
  const embeddedTable =
    isTable || specifiedDelimiter !== undefined
      ? undefined
      : (detectTableBelowNotes(sample, overrides) ?? detectValueBlock(sample, overrides))
  if (embeddedTable) return { ...embeddedTable, dialect: { ...embeddedTable.dialect, newline } }
  const isDialectUnspecified =
    specifiedDelimiter === undefined && overrides.quote === undefined && overrides.escape === undefined
  const headerDelimiter = isTable || !isDialectUnspecified ? undefined : detectHeaderDelimiter(sample)
  const chosenDialect = isTable
    ? unpadDelimiter(
        overrides.quote === undefined ? addDefaultQuotes(best, sample, text, scoredDialects) : best,
        scoredDialects,
      )
    : headerDelimiter
      ? createHeaderDialect(headerDelimiter, newline)
      : createSingleColumnDialect(sample, specifiedDelimiter, overrides, newline)
  const alternatives = scoredDialects.filter(
    (alternative) => alternative.dialect.delimiter.trim() !== chosenDialect.dialect.delimiter && alternative.width > 1,
  )
  return {
    ...chosenDialect,
    evidence: explainDialect(chosenDialect, alternatives, specifiedDelimiter !== undefined),
    alternatives,
  }
}

const minNameCount = 3

/**
 * Returns the delimiter of text with a single record, which may contain several possible delimiters. The comment
 * directly above the record must contain a name for each cell, separated by the same delimiter. Returns `undefined` for
 * any other text.
 */
function findDelimiterFromComment(text: string, sample: string): string | undefined {
  const [record = '', ...otherRecords] = sample.split('\n').filter((line) => line.trim() !== '')
  if (otherRecords.length > 0 || sample.length === text.length) return undefined
  const lines = normalizeNewlines(text).split('\n')
  const comment = lines[lines.indexOf(record) - 1] ?? ''
  return ['\t', '|', ';', ','].find((delimiter) => {
    const cellCount = record.split(delimiter).length
    return cellCount >= minNameCount && comment.split(delimiter).length >= cellCount
  })
}

/**
 * Returns the text's line ending: `\n` or `\r\n` if all lines have it, `\r` if more than 90% of lines have it, and
 * otherwise `mixed`.
 */
function detectNewline(text: string): Dialect['newline'] {
  const head = text.slice(0, maxSampleLength)
  const crlfCount = head.match(/\r\n/g)?.length ?? 0
  const lfCount = (head.match(/\n/g)?.length ?? 0) - crlfCount
  const crCount = (head.match(/\r/g)?.length ?? 0) - crlfCount
  const total = crlfCount + lfCount + crCount
  if (crCount > 0.9 * total) return '\r'
  if (lfCount === total) return '\n'
  return crlfCount === total ? '\r\n' : 'mixed'
}

/**
 * Detects a small table after the last blank line, regardless of the lines above, provided that a common delimiter
 * splits it evenly.
 */
function detectTableBelowNotes(sample: string, overrides: DialectOverrides): DialectDetection | undefined {
  const blocks = sample.trimEnd().split(/\n[ \t]*\n/)
  const lastBlock = blocks.at(-1) ?? ''
  if (blocks.length < 2 || lastBlock.length > maxLengthBelowNotes || lastBlock.split('\n').length < 3) return undefined
  const detection = detectDelimited(`${lastBlock}\n`, overrides)
  const { dialect, width, coverage } = detection
  const lines = lastBlock.split('\n')
  // Sentences are ruled out by the spaces after their commas.
  if (lines.filter((line) => /\S[,;] /.test(line)).length > lines.length / 2) return undefined
  return width > 1 && coverage === 1 && /^[,;\t|]$/.test(dialect.delimiter) ? detection : undefined
}

/** Maximum length of the text after the last blank line, in characters. */
const maxLengthBelowNotes = 20_000

/**
 * Returns whether the fixed column positions split a block of values differently than whitespace does. In that case,
 * the positions only fit the surrounding text.
 */
function hasMisplacedColumns({ columnStarts }: Dialect, sample: string): boolean {
  const block = columnStarts && findValueBlock(sample)
  if (!columnStarts || !block) return false
  const lines = block.text.trimEnd().split('\n')
  const joinCells = (cells: readonly string[]): string => cells.filter((cell) => cell !== '').join('\t')
  const isSplitDifferently = (line: string): boolean =>
    joinCells(splitAtStarts(line, columnStarts)) !== joinCells(line.trim().split(/[ \t]+/))
  return lines.filter(isSplitDifferently).length * 2 > lines.length
}

/** Detects the dialect of a block of values within a longer text. */
function detectValueBlock(sample: string, overrides: DialectOverrides): DialectDetection | undefined {
  const block = findValueBlock(sample)
  if (block === undefined || block.text.length >= sample.trimEnd().length) return undefined
  const detection = detectDelimited(block.text, overrides)
  if (detection.width < 2 || detection.coverage < 1) return undefined
  // A dialect with runs of spaces is preferred to one with fixed positions, because header cells are rarely aligned
  // with the values.
  const spacedDialect = detection.dialect.columnStarts
    ? detection.alternatives.find(({ dialect, width }) => dialect.repeated && width === detection.width)
    : undefined
  return { ...detection, ...spacedDialect, isWithinText: true }
}

function truncateAtLine(text: string): string {
  const end = text.indexOf('\n', maxSampleLength - 40_000)
  return text.slice(0, end < 0 || end > maxSampleLength ? maxSampleLength : end + 1)
}

/**
 * Ranks dialects with equal scores. Lower ranks are preferred: double quotes rank first, then no quotes, then other
 * quotes. Dialects with spaces as delimiters rank last.
 */
const getTieRank = ({ dialect }: { dialect: Dialect }): number =>
  (dialect.quote === '"' ? 0 : dialect.quote === '' ? 1 : 2) + (dialect.delimiter === ' ' ? 10 : 0)

const createHeaderDialect = (
  { delimiter, width, coverage }: HeaderDelimiter,
  newline: Dialect['newline'],
): DetectedDialect => ({
  dialect: { delimiter, quote: '"', escape: '"', newline },
  width,
  coverage,
  score: headerScore,
})

/** Score of a delimiter that is known only from the header. */
const headerScore = 0.1

function createSingleColumnDialect(
  text: string,
  delimiter: string | undefined,
  overrides: DialectOverrides,
  newline: Dialect['newline'],
): DetectedDialect {
  const quote = overrides.quote ?? (/(^|\n)"[^\n]*"(\n|$)/.test(text) ? '"' : '')
  const escape = overrides.escape ?? quote
  return {
    dialect: { delimiter: delimiter ?? findUnusedDelimiter(text), quote, escape, newline },
    width: 1,
    coverage: 1,
    score: 0,
  }
}

/** Returns a delimiter that the text does not contain, so that no line is split. */
const findUnusedDelimiter = (text: string): string =>
  [',', ';', '\t', '|'].find((delimiter) => !text.includes(delimiter)) ?? '\u001F'

/**
 * Returns the character that escapes quotes inside quoted cells, or `undefined` if quotes are escaped by doubling them.
 */
function findEscape(text: string, delimiter: string, quote: string): string | undefined {
  const escapeCounts = new Map<string, number>()
  let doubledQuoteCount = 0
  let innerQuoteCount = 0
  for (let index = text.indexOf(quote); index >= 0; index = text.indexOf(quote, index + 1)) {
    const previous = text[index - 1]
    const nextCharacter = text[index + 1]
    if (previous === undefined || previous === '\n' || text.startsWith(delimiter, index - delimiter.length)) continue
    if (nextCharacter === quote) {
      doubledQuoteCount++
      index++
      continue
    }
    const isClosing = nextCharacter === undefined || nextCharacter === '\n' || text.startsWith(delimiter, index + 1)
    if ('\\^~`'.includes(previous)) escapeCounts.set(previous, (escapeCounts.get(previous) ?? 0) + 1)
    if (!isClosing) innerQuoteCount++
  }
  const [best, count] = [...escapeCounts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
  return count >= 1 && count >= doubledQuoteCount && count >= 0.5 * innerQuoteCount ? best : undefined
}

const delimiterNames: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
}

/** Describes a delimiter by its name, such as "comma" or "tab", or by its characters. */
export const describeDelimiter = (delimiter: string): Message =>
  message('loading.delimiter', { name: delimiterNames[delimiter] ?? JSON.stringify(delimiter).slice(1, -1) })

function explainDialect(
  chosenDialect: DetectedDialect,
  alternatives: readonly DetectedDialect[],
  isSpecified: boolean,
): Evidence {
  const { dialect, width, coverage, score } = chosenDialect
  const secondScore = alternatives[0]?.score ?? 0
  return {
    decision: 'dialect',
    value: describeDialect(dialect),
    confidence: isSpecified ? 1 : width === 1 ? 0.6 : Math.min(1, Math.max(0.3, 0.5 + (score - secondScore))),
    reason: isSpecified
      ? message('loading.delimiter-specified', { cells: width })
      : width === 1
        ? message('loading.delimiter-none', {})
        : message('loading.delimiter-share', { share: coverage, cells: width }),
    runnersUp: alternatives.slice(0, 3).map((alternative) => ({
      value: message('loading.dialect-cells', {
        dialect: message('loading.dialect', {
          delimiter: describeDelimiter(alternative.dialect.delimiter),
          quote: alternative.dialect.quote,
        }),
        cells: alternative.width,
      }),
      score: Math.round(alternative.score * 1000) / 1000,
    })),
  }
}

function describeDialect({ delimiter, columnStarts, repeated, quote }: Dialect): Message {
  const name = columnStarts ? 'fixed' : repeated ? 'spaces' : undefined
  return message('loading.dialect', {
    delimiter: name ? message('loading.delimiter', { name }) : describeDelimiter(delimiter),
    quote,
  })
}
