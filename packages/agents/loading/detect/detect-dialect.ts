import { message, type Message } from '@aw-flow/messages'
import type { Dialect, Evidence, LoadOverrides } from '@aw-flow/schema'
import { delimiterCandidates } from './delimiter-candidates.ts'
import { enclosedLines } from './enclosed-lines.ts'
import { explains, preferNaming, preferTabs, preferWhole, withoutPadding, withQuotes } from './prefer-dialect.ts'
import { normaliseNewlines } from './read-records.ts'
import { readWellFormed, type WellFormed } from './read-well-formed.ts'
import { scoreAligned } from './score-aligned.ts'
import { scoreDialect } from './score-dialect.ts'

/** A dialect with how well it explains the text. `width` is 1 where the text has one column. */
export interface DetectedDialect {
  dialect: Dialect
  width: number
  cover: number
  score: number
  /** The text is well-formed: its records were read by rules, not by guesses. */
  wellFormed?: WellFormed
}

export interface DialectDetection extends DetectedDialect {
  evidence: Evidence
  /** Other dialects that cut the text into more than one column, best first. */
  others: DetectedDialect[]
}

/** What a person has said about the dialect. */
export type DialectOverrides = Pick<LoadOverrides, 'delimiter' | 'quote' | 'escape'>

const looked = 200_000

/**
 * Finds how a delimited text is cut into cells, by scoring what each plausible combination of delimiter and quote makes
 * of it (`scoreDialect`). A line `sep=;` at the start decides. What `overrides` says is taken as said.
 */
export function detectDialect(text: string, overrides: DialectOverrides = {}): DialectDetection {
  const isOpen = overrides.delimiter === undefined && overrides.quote === undefined && overrides.escape === undefined
  const wellFormed = isOpen ? readWellFormed(normaliseNewlines(text)) : undefined
  if (wellFormed) return detectedWellFormed(text, wellFormed)
  const lines = enclosedLines(normaliseNewlines(text.length > looked ? cutAtLine(text) : text), overrides)
  if (!lines) return detectCut(text, overrides)
  const { enclosed } = lines
  const found = detectCut(lines.text, enclosed === 'delimiters' ? { ...overrides, quote: '' } : overrides)
  if (found.width < 2 || (enclosed === 'delimiters' && found.dialect.delimiter !== '|'))
    return detectCut(text, overrides)
  const { padded: _, repeated: __, columnStarts: ___, ...dialect } = found.dialect
  return { ...found, dialect: { ...dialect, newline: detectNewline(text), enclosed }, others: [] }
}

function detectedWellFormed(text: string, wellFormed: WellFormed): DialectDetection {
  const { delimiter, width } = wellFormed
  const dialect: Dialect = { delimiter, quote: '"', escape: '"', newline: detectNewline(text) }
  const chosen: DetectedDialect = { dialect, width, cover: 1, score: 1, wellFormed }
  return { ...chosen, evidence: explain(chosen, [], false), others: [] }
}

function detectCut(text: string, overrides: DialectOverrides): DialectDetection {
  const newline = detectNewline(text)
  const sample = withoutComments(normaliseNewlines(text.length > looked ? cutAtLine(text) : text))
  const told = overrides.delimiter ?? /^sep=(.)\n/.exec(sample)?.[1]
  const candidates = told === undefined ? delimiterCandidates(sample) : [{ delimiter: told, prior: 1 }]
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
  if (told === undefined || told === ' ') {
    // A mark that cuts all lines alike stands between columns that are padded besides.
    const isMarked = scored.some(
      ({ dialect, cover }) => /^[;|]$/.test(dialect.delimiter) && cover === 1 && told === undefined,
    )
    if (!isMarked) scored.push(...scoreAligned(sample, newline))
  }
  scored.sort((one, other) => other.score - one.score || rank(one) - rank(other))
  const best = preferTabs(preferNaming(preferWhole(scored), scored, sample), scored)
  const isTable = best !== undefined && best.width > 1 && (told !== undefined || explains(best, scored))
  const below = isTable || told !== undefined ? undefined : belowNotes(sample, overrides)
  if (below) return { ...below, dialect: { ...below.dialect, newline } }
  const chosen = isTable
    ? withoutPadding(overrides.quote === undefined ? withQuotes(best, sample, text, scored) : best, scored)
    : oneColumn(sample, told, overrides, newline)
  const others = scored.filter(
    (other) => other.dialect.delimiter.trim() !== chosen.dialect.delimiter && other.width > 1,
  )
  return { ...chosen, evidence: explain(chosen, others, told !== undefined), others }
}

/** `\r\n`, `\n` or `\r`, whichever ends more than nine lines in ten; otherwise `mixed`. */
function detectNewline(text: string): Dialect['newline'] {
  const head = text.slice(0, looked)
  const crlf = head.match(/\r\n/g)?.length ?? 0
  const lf = (head.match(/\n/g)?.length ?? 0) - crlf
  const cr = (head.match(/\r/g)?.length ?? 0) - crlf
  const total = crlf + lf + cr
  if (cr > 0.9 * total) return '\r'
  if (lf === total) return '\n'
  return crlf === total ? '\r\n' : 'mixed'
}

/** Without lines of comment where the text begins with one, unless most of it would be comments. */
function withoutComments(text: string): string {
  const mark = /^(?:#(?=[\s#A-Za-z])|\/\/|%(?=\s))/.exec(text)?.[0]
  if (mark === undefined) return text
  const lines = text.split('\n')
  const rest = lines.filter((line) => !line.startsWith(mark))
  return rest.length < 3 || rest.length < 0.2 * lines.length ? text : rest.join('\n')
}

/** A small table below the last blank line, which one of the usual delimiters cuts alike, where the lines above hide it. */
function belowNotes(sample: string, overrides: DialectOverrides): DialectDetection | undefined {
  const parts = sample.trimEnd().split(/\n[ \t]*\n/)
  const last = parts.at(-1) ?? ''
  if (parts.length < 2 || last.length > longestHidden || last.split('\n').length < 3) return undefined
  const found = detectCut(`${last}\n`, overrides)
  const { dialect, width, cover } = found
  const lines = last.split('\n')
  // The commas of sentences have blanks behind them.
  if (lines.filter((line) => /\S[,;] /.test(line)).length > lines.length / 2) return undefined
  return width > 1 && cover === 1 && /^[,;\t|]$/.test(dialect.delimiter) ? found : undefined
}

const longestHidden = 20_000

function cutAtLine(text: string): string {
  const end = text.indexOf('\n', looked - 40_000)
  return text.slice(0, end < 0 || end > looked ? looked : end + 1)
}

const quotesIn = (text: string): string[] => ['', ...['"', "'"].filter((quote) => text.includes(quote))]

/** Between equals: the double quote before none before the apostrophe, the comma before the blank. */
const rank = ({ dialect }: { dialect: Dialect }): number =>
  ['"', '', "'"].indexOf(dialect.quote) + (dialect.delimiter === ' ' ? 10 : 0)

function oneColumn(
  text: string,
  delimiter: string | undefined,
  overrides: DialectOverrides,
  newline: Dialect['newline'],
): DetectedDialect {
  const quote = overrides.quote ?? (/(^|\n)"[^\n]*"(\n|$)/.test(text) ? '"' : '')
  const escape = overrides.escape ?? quote
  return { dialect: { delimiter: delimiter ?? unused(text), quote, escape, newline }, width: 1, cover: 1, score: 0 }
}

/** A usual delimiter that the text does not hold, so that every line stays whole; else a control character. */
const unused = (text: string): string => [',', ';', '\t', '|'].find((mark) => !text.includes(mark)) ?? '\u001F'

/** The character that stands before quotes inside quoted cells, where it is not the quote itself. */
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
  const [best, count] = [...before].sort((one, other) => other[1] - one[1])[0] ?? ['', 0]
  return count >= 1 && count >= doubled && count >= 0.5 * inner ? best : undefined
}

const usualNames: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space' }

/** The name of a delimiter: comma, tab, …, or its characters. */
export const delimiterName = (delimiter: string): Message =>
  message('loading.delimiter', { name: usualNames[delimiter] ?? JSON.stringify(delimiter).slice(1, -1) })

function explain(chosen: DetectedDialect, others: readonly DetectedDialect[], isSpecified: boolean): Evidence {
  const { dialect, width: cells, cover, score } = chosen
  const next = others[0]?.score ?? 0
  return {
    decision: 'dialect',
    value: nameDialect(dialect),
    confidence: isSpecified ? 1 : cells === 1 ? 0.6 : Math.min(1, Math.max(0.3, 0.5 + (score - next))),
    reason: isSpecified
      ? message('loading.delimiter-specified', { cells })
      : cells === 1
        ? message('loading.delimiter-none', {})
        : message('loading.delimiter-share', { share: cover, cells }),
    runnersUp: others.slice(0, 3).map((other) => ({
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

function nameDialect({ delimiter, columnStarts, repeated, quote }: Dialect): Message {
  const name = columnStarts ? 'fixed' : repeated ? 'spaces' : undefined
  return message('loading.dialect', {
    delimiter: name ? message('loading.delimiter', { name }) : delimiterName(delimiter),
    quote,
  })
}
