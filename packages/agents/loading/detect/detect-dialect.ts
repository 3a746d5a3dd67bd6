import { message, type Message } from '@aw-flow/messages'
import { cutAtStarts, type Dialect, type Evidence, type LoadOverrides } from '@aw-flow/schema'
import { withoutComments } from './comment-lines.ts'
import { delimiterCandidates } from './delimiter-candidates.ts'
import { findValueBlock } from './find-value-block.ts'
import { enclosedLines } from './enclosed-lines.ts'
import {
  isPlausible,
  preferDelimiterOfHeader,
  preferTabs,
  preferLongerDelimiter,
  withoutPaddedDelimiter,
  withDefaultQuotes,
} from './prefer-dialect.ts'
import { normalizeNewlines } from './read-records.ts'
import { readWellFormed, type WellFormed } from './read-well-formed.ts'
import { scoreAligned } from './score-aligned.ts'
import { scoreDialect } from './score-dialect.ts'

/** A dialect and how well it explains the text. `width` is 1 if the text has a single column. */
export interface DetectedDialect {
  dialect: Dialect
  width: number
  coverage: number
  score: number
  /** The records of a well-formed text, parsed by RFC 4180 without heuristics. */
  wellFormed?: WellFormed
  /** Whether the dialect is that of values within a long text (`findValueBlock`). */
  isAmongText?: boolean
}

export interface DialectDetection extends DetectedDialect {
  evidence: Evidence
  /** Other dialects that split the text into several columns, best first. */
  alternatives: DetectedDialect[]
}

/** Dialect settings that the user has specified. */
export type DialectOverrides = Pick<LoadOverrides, 'delimiter' | 'quote' | 'escape'>

const maxSampleLength = 200_000

/**
 * Detects the dialect of a delimited text by scoring each plausible combination of delimiter and quote
 * (`scoreDialect`). A first line such as `sep=;` and values in `overrides` take precedence.
 */
export function detectDialect(text: string, overrides: DialectOverrides = {}): DialectDetection {
  const isUnspecified =
    overrides.delimiter === undefined && overrides.quote === undefined && overrides.escape === undefined
  const wellFormed = isUnspecified ? readWellFormed(normalizeNewlines(text)) : undefined
  if (wellFormed) return detectedWellFormed(text, wellFormed)
  const lines = enclosedLines(normalizeNewlines(text.length > maxSampleLength ? cutAtLine(text) : text), overrides)
  if (!lines) return detectDelimited(text, overrides)
  const { enclosed } = lines
  const found = detectDelimited(lines.text, enclosed === 'delimiters' ? { ...overrides, quote: '' } : overrides)
  if (found.width < 2 || (enclosed === 'delimiters' && found.dialect.delimiter !== '|'))
    return detectDelimited(text, overrides)
  const { padded: _, repeated: __, columnStarts: ___, ...dialect } = found.dialect
  return { ...found, dialect: { ...dialect, newline: detectNewline(text), enclosed }, alternatives: [] }
}

function detectedWellFormed(text: string, wellFormed: WellFormed): DialectDetection {
  const { delimiter, width, records } = wellFormed
  const hasLineBreaks = records.some(({ cells }) => cells.some((cell) => cell.includes('\n')))
  const dialect: Dialect = {
    delimiter,
    quote: '"',
    escape: '"',
    newline: detectNewline(text),
    ...(hasLineBreaks ? { strict: true } : {}),
  }
  const chosen: DetectedDialect = { dialect, width, coverage: 1, score: 1, wellFormed }
  return { ...chosen, evidence: explainDialect(chosen, [], false), alternatives: [] }
}

function detectDelimited(text: string, overrides: DialectOverrides): DialectDetection {
  const newline = detectNewline(text)
  const sample = withoutComments(normalizeNewlines(text.length > maxSampleLength ? cutAtLine(text) : text))
  const specified = overrides.delimiter ?? /^sep=(.)\n/.exec(sample)?.[1]
  const candidates = specified === undefined ? delimiterCandidates(sample) : [{ delimiter: specified, prior: 1 }]
  const quotes = overrides.quote === undefined ? quotesIn(sample) : [overrides.quote]
  const scored = candidates.flatMap(({ delimiter, prior }) =>
    quotes.map((quote) => {
      const escape = overrides.escape ?? (quote === '' ? '' : (findEscape(sample, delimiter, quote) ?? quote))
      return {
        dialect: { delimiter, quote, escape, newline },
        ...scoreDialect(sample, { delimiter, quote, escape }, prior),
      }
    }),
  )
  if (specified === undefined || specified === ' ') {
    // If a semicolon or pipe splits all lines equally, the spaces are padding.
    const hasVisibleDelimiter = scored.some(
      ({ dialect, coverage }) => /^[;|]$/.test(dialect.delimiter) && coverage === 1 && specified === undefined,
    )
    if (!hasVisibleDelimiter) scored.push(...scoreAligned(sample, newline))
  }
  scored.sort((a, b) => b.score - a.score || rank(a) - rank(b))
  const best = preferTabs(preferDelimiterOfHeader(preferLongerDelimiter(scored), scored, sample), scored)
  const isTable =
    best !== undefined &&
    best.width > 1 &&
    (specified !== undefined || (isPlausible(best, scored) && !cutsValues(best.dialect, sample)))
  const amongText =
    isTable || specified !== undefined
      ? undefined
      : (detectBelowNotes(sample, overrides) ?? detectValueBlock(sample, overrides))
  if (amongText) return { ...amongText, dialect: { ...amongText.dialect, newline } }
  const chosen = isTable
    ? withoutPaddedDelimiter(
        overrides.quote === undefined ? withDefaultQuotes(best, sample, text, scored) : best,
        scored,
      )
    : singleColumn(sample, specified, overrides, newline)
  const alternatives = scored.filter(
    (other) => other.dialect.delimiter.trim() !== chosen.dialect.delimiter && other.width > 1,
  )
  return { ...chosen, evidence: explainDialect(chosen, alternatives, specified !== undefined), alternatives }
}

/** `\r\n`, `\n` or `\r`, whichever ends more than nine lines in ten; otherwise `mixed`. */
function detectNewline(text: string): Dialect['newline'] {
  const head = text.slice(0, maxSampleLength)
  const crlf = head.match(/\r\n/g)?.length ?? 0
  const lf = (head.match(/\n/g)?.length ?? 0) - crlf
  const cr = (head.match(/\r/g)?.length ?? 0) - crlf
  const total = crlf + lf + cr
  if (cr > 0.9 * total) return '\r'
  if (lf === total) return '\n'
  return crlf === total ? '\r\n' : 'mixed'
}

/**
 * Detects a small table after the last blank line if a usual delimiter splits it evenly, even if the lines above
 * differ.
 */
function detectBelowNotes(sample: string, overrides: DialectOverrides): DialectDetection | undefined {
  const parts = sample.trimEnd().split(/\n[ \t]*\n/)
  const last = parts.at(-1) ?? ''
  if (parts.length < 2 || last.length > maxHiddenLength || last.split('\n').length < 3) return undefined
  const found = detectDelimited(`${last}\n`, overrides)
  const { dialect, width, coverage } = found
  const lines = last.split('\n')
  // In sentences, commas are followed by spaces.
  if (lines.filter((line) => /\S[,;] /.test(line)).length > lines.length / 2) return undefined
  return width > 1 && coverage === 1 && /^[,;\t|]$/.test(dialect.delimiter) ? found : undefined
}

const maxHiddenLength = 20_000

/**
 * Whether the fixed positions fit the surrounding text only: they split the values at different places than white
 * space.
 */
function cutsValues({ columnStarts }: Dialect, sample: string): boolean {
  const block = columnStarts && findValueBlock(sample)
  if (!columnStarts || !block) return false
  const lines = block.text.trimEnd().split('\n')
  const joined = (cells: readonly string[]): string => cells.filter((cell) => cell !== '').join('\t')
  const isCutElsewhere = (line: string): boolean =>
    joined(cutAtStarts(line, columnStarts)) !== joined(line.trim().split(/[ \t]+/))
  return lines.filter(isCutElsewhere).length * 2 > lines.length
}

/** Detects the dialect of numbers or dates within a long text. */
function detectValueBlock(sample: string, overrides: DialectOverrides): DialectDetection | undefined {
  const block = findValueBlock(sample)
  if (block === undefined || block.text.length >= sample.trimEnd().length) return undefined
  const found = detectDelimited(block.text, overrides)
  if (found.width < 2 || found.coverage < 1) return undefined
  // Names above the values are rarely at the positions of the columns.
  const spaced = found.dialect.columnStarts
    ? found.alternatives.find(({ dialect, width }) => dialect.repeated && width === found.width)
    : undefined
  return { ...found, ...spaced, isAmongText: true }
}

function cutAtLine(text: string): string {
  const end = text.indexOf('\n', maxSampleLength - 40_000)
  return text.slice(0, end < 0 || end > maxSampleLength ? maxSampleLength : end + 1)
}

const quotesIn = (text: string): string[] => ['', ...['"', "'"].filter((quote) => text.includes(quote))]

/** Breaks ties: double quotes before no quotes before apostrophes, and other delimiters before spaces. */
const rank = ({ dialect }: { dialect: Dialect }): number =>
  ['"', '', "'"].indexOf(dialect.quote) + (dialect.delimiter === ' ' ? 10 : 0)

function singleColumn(
  text: string,
  delimiter: string | undefined,
  overrides: DialectOverrides,
  newline: Dialect['newline'],
): DetectedDialect {
  const quote = overrides.quote ?? (/(^|\n)"[^\n]*"(\n|$)/.test(text) ? '"' : '')
  const escape = overrides.escape ?? quote
  return {
    dialect: { delimiter: delimiter ?? unusedDelimiter(text), quote, escape, newline },
    width: 1,
    coverage: 1,
    score: 0,
  }
}

/** Returns a delimiter that the text does not contain, so no line is split. */
const unusedDelimiter = (text: string): string => [',', ';', '\t', '|'].find((mark) => !text.includes(mark)) ?? '\u001F'

/** Returns the escape character before quotes inside quoted cells, if it is not the quote itself. */
function findEscape(text: string, delimiter: string, quote: string): string | undefined {
  const before = new Map<string, number>()
  let doubled = 0
  let inner = 0
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const previous = text[at - 1]
    const next = text[at + 1]
    if (previous === undefined || previous === '\n' || text.startsWith(delimiter, at - delimiter.length)) continue
    if (next === quote) {
      doubled++
      at++
      continue
    }
    const closes = next === undefined || next === '\n' || text.startsWith(delimiter, at + 1)
    if ('\\^~`'.includes(previous)) before.set(previous, (before.get(previous) ?? 0) + 1)
    if (!closes) inner++
  }
  const [best, count] = [...before].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
  return count >= 1 && count >= doubled && count >= 0.5 * inner ? best : undefined
}

const delimiterNames: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
}

/** Returns the name of a delimiter: comma, tab, …, or its characters. */
export const delimiterName = (delimiter: string): Message =>
  message('loading.delimiter', { name: delimiterNames[delimiter] ?? JSON.stringify(delimiter).slice(1, -1) })

function explainDialect(
  chosen: DetectedDialect,
  alternatives: readonly DetectedDialect[],
  isSpecified: boolean,
): Evidence {
  const { dialect, width: cells, coverage, score } = chosen
  const next = alternatives[0]?.score ?? 0
  return {
    decision: 'dialect',
    value: dialectName(dialect),
    confidence: isSpecified ? 1 : cells === 1 ? 0.6 : Math.min(1, Math.max(0.3, 0.5 + (score - next))),
    reason: isSpecified
      ? message('loading.delimiter-specified', { cells })
      : cells === 1
        ? message('loading.delimiter-none', {})
        : message('loading.delimiter-share', { share: coverage, cells }),
    runnersUp: alternatives.slice(0, 3).map((other) => ({
      value: message('loading.dialect-cells', {
        dialect: message('loading.dialect', {
          delimiter: delimiterName(other.dialect.delimiter),
          quote: other.dialect.quote,
        }),
        cells: other.width,
      }),
      score: Math.round(other.score * 1000) / 1000,
    })),
  }
}

function dialectName({ delimiter, columnStarts, repeated, quote }: Dialect): Message {
  const name = columnStarts ? 'fixed' : repeated ? 'spaces' : undefined
  return message('loading.dialect', {
    delimiter: name ? message('loading.delimiter', { name }) : delimiterName(delimiter),
    quote,
  })
}
