import { cutAtRuns, cutAtStarts, type Dialect, type Evidence, type LoadOverrides } from '@aw-flow/schema'
import { alignedColumns } from './aligned-columns.ts'
import { cellKind, isTyped } from './cell-kind.ts'
import { delimiterCandidates } from './delimiter-candidates.ts'
import { enclosedLines } from './enclosed-lines.ts'
import { normaliseNewlines } from './read-records.ts'
import { scoreDialect, type DialectScore } from './score-dialect.ts'

/** A dialect with how well it explains the text. `width` is 1 where the text has one column. */
export interface DetectedDialect {
  dialect: Dialect
  width: number
  cover: number
  score: number
}

export interface DialectDetection extends DetectedDialect {
  evidence: Evidence
  /** Other dialects that cut the text into more than one column, best first. */
  others: DetectedDialect[]
}

/** What a person has said about the dialect. */
export type DialectOverrides = Pick<LoadOverrides, 'delimiter' | 'quote' | 'escape'>

const looked = 200_000
/** Below this score no dialect explains the text: it has one column. */
const noTable = 0.12
/** The same for delimiters that are also found in sentences, dates and times. */
const noTableByMarks = 0.3

/**
 * Finds how a delimited text is cut into cells, by scoring what each plausible combination of delimiter and quote makes
 * of it (`scoreDialect`). A line `sep=;` at the start decides. What `overrides` says is taken as said.
 */
export function detectDialect(text: string, overrides: DialectOverrides = {}): DialectDetection {
  const lines = enclosedLines(normaliseNewlines(text.length > looked ? cutAtLine(text) : text), overrides)
  if (!lines) return detectCut(text, overrides)
  const { enclosed } = lines
  const found = detectCut(lines.text, enclosed === 'delimiters' ? { ...overrides, quote: '' } : overrides)
  if (found.width < 2 || (enclosed === 'delimiters' && found.dialect.delimiter !== '|'))
    return detectCut(text, overrides)
  const { padded: _, repeated: __, columnStarts: ___, ...dialect } = found.dialect
  return { ...found, dialect: { ...dialect, newline: detectNewline(text), enclosed }, others: [] }
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

/** Cells that stand below each other, with blanks between: cut at each run of blanks, or at fixed places. */
function scoreAligned(sample: string, newline: Dialect['newline']): Scored[] {
  const lines = sample.split('\n', 500).filter((line) => line.trim() !== '')
  const runs = lines.filter((line) => /\S {2,}\S/.test(line)).length
  if (lines.length < 3 || runs < 0.5 * lines.length) return []
  const plain = { delimiter: ' ', quote: '', escape: '', newline }
  const starts = alignedColumns(sample)
  const dialects: Dialect[] = [{ ...plain, repeated: true }, ...(starts ? [{ ...plain, columnStarts: starts }] : [])]
  // Where both cut the values alike, places also cut names that hold blanks.
  const alike = starts !== undefined && cutsMore(lines, starts)
  return dialects.map((dialect) => {
    const prior = dialect.repeated ? 0.85 : alike ? 0.95 : 0.8
    return { dialect, ...scoreDialect(sample, dialect, prior) }
  })
}

/**
 * True where the line above the values has more words than there are columns, and the values are cut at places as at runs
 * of blanks.
 */
function cutsMore(lines: readonly string[], starts: readonly number[]): boolean {
  const words = lines.map((line) => cutAtRuns(line, ' '))
  const even = words.flatMap((cells, index) => (cells.length === starts.length ? [index] : []))
  const isSame = (index: number): boolean =>
    cutAtStarts(lines[index] as string, starts).join('\n') === words[index]?.join('\n')
  const first = even[0] ?? 0
  const typed = words[first]?.filter((cell) => isTyped(cellKind(cell))).length ?? 0
  return (
    even.length >= 0.8 * lines.length &&
    2 * typed >= starts.length &&
    (words[first - 1]?.length ?? 0) > starts.length &&
    even.every(isSame)
  )
}

function cutAtLine(text: string): string {
  const end = text.indexOf('\n', looked - 40_000)
  return text.slice(0, end < 0 || end > looked ? looked : end + 1)
}

const quotesIn = (text: string): string[] => ['', ...['"', "'"].filter((quote) => text.includes(quote))]

/** Between equals: the double quote before none before the apostrophe, the comma before the blank. */
const rank = ({ dialect }: { dialect: Dialect }): number =>
  ['"', '', "'"].indexOf(dialect.quote) + (dialect.delimiter === ' ' ? 10 : 0)

/** False where lines only seem to have cells: by a mark that stands in many texts, or inside quotes around whole lines. */
function explains(best: Scored, scored: readonly Scored[]): boolean {
  const { delimiter, quote } = best.dialect
  const isUsual = /[,;\t|]/.test(delimiter)
  const isWrapped = scored.some(
    ({ dialect, width, quotedCells, records }) =>
      quote === '' &&
      dialect.delimiter === delimiter &&
      dialect.quote === '"' &&
      width === 1 &&
      quotedCells === records,
  )
  // Blanks stand between words: they cut cells only where many of these are numbers or dates, or where columns stand.
  const isProse = delimiter === ' ' && !best.dialect.columnStarts && best.typed < 0.5 && best.quotedCells === 0
  return best.score >= (isUsual ? noTable : noTableByMarks) && !isWrapped && !isProse
}

type Scored = DialectScore & { dialect: Dialect }

/**
 * A longer delimiter that contains the best one and cuts as many cells is the real one; so is one that
 * contains it several times, where the best one finds as many times the cells (but two commas, semicolons or tabs are an
 * empty column).
 */
function preferWhole(scored: readonly Scored[]): Scored | undefined {
  const best = scored[0]
  if (!best || best.dialect.repeated || best.dialect.columnStarts) return best
  const { delimiter, quote } = best.dialect
  const longer = scored.find(({ dialect, width, cover, score }) => {
    const times = dialect.delimiter.split(delimiter).length - 1
    if (dialect.quote !== quote || dialect.delimiter.length <= delimiter.length || times === 0) return false
    if (times === 1) return width === best.width && score > 0.9 * best.score
    return !/^[,;\t]+$/.test(dialect.delimiter) && times * (width - 1) === best.width - 1 && cover >= 0.95 * best.cover
  })
  return longer ?? best
}

const mostAbove = 10

/**
 * Another usual delimiter that cuts every line alike is the real one where the best one does not cut the line above the
 * first that it cuts, and the other cuts that into names: the best one stands in lists inside the cells.
 */
function preferNaming(best: Scored | undefined, scored: readonly Scored[], sample: string): Scored | undefined {
  if (!best || best.width < 2 || best.dialect.repeated || best.dialect.columnStarts) return best
  const lines = sample.split('\n', mostAbove + 1)
  const cut = lines.findIndex((line) => line.includes(best.dialect.delimiter))
  const first = lines[cut - 1] ?? ''
  if (cut < 1) return best
  const naming = scored.find(({ dialect: { delimiter, quote }, width, cover, records }) => {
    const isUsual = /^[,;\t|]$/.test(delimiter) && quote === best.dialect.quote
    if (!isUsual || width < 2 || cover < (cut === 1 ? 1 : 0.9) || records < 3) return false
    const names = first.split(delimiter).map((name) => name.trim())
    return names.length === width && new Set(names).size === width && names.every((name) => /^[^\d\s]\S*$/.test(name))
  })
  return naming ?? best
}

/** Tabs that cut every line alike stand in no cell: another mark cuts what is between them (`unit,geo\\time` above `PC,AT`). */
function preferTabs(best: Scored | undefined, scored: readonly Scored[]): Scored | undefined {
  if (!best || !/^[,;|]$/.test(best.dialect.delimiter) || best.typed === 1) return best
  const tabs = scored.find(
    ({ dialect: { delimiter, quote }, width, cover, records }) =>
      delimiter === '\t' && quote === best.dialect.quote && width > 1 && cover === 1 && records > 1,
  )
  return tabs ?? best
}

/** Blanks around a delimiter are padding and no part of it, where it cuts the same cells without them. */
function withoutPadding(best: Scored, scored: readonly Scored[]): Scored {
  const delimiter = best.dialect.delimiter.trim()
  if (delimiter === '' || delimiter === best.dialect.delimiter) return best
  const bare = scored.find(
    ({ dialect, width, cover }) =>
      dialect.delimiter === delimiter &&
      // Where the text has no quote, none was scored.
      (dialect.quote === best.dialect.quote || (dialect.quote === '' && best.dialect.delimiter.startsWith(' '))) &&
      width === best.width &&
      cover >= best.cover - 0.01,
  )
  return bare ? { ...best, dialect: { ...best.dialect, delimiter, padded: true } } : best
}

/**
 * Where no quote won although double quotes occur and do no harm, they are the quotes; and where none occurs in what was
 * looked at, they are what would be quotes further on.
 */
function withQuotes(best: Scored, sample: string, text: string, scored: readonly Scored[]): Scored {
  if (best.dialect.quote !== '' || best.dialect.repeated || best.dialect.columnStarts) return best
  if (!sample.includes('"') && text.includes('"')) return best
  if (!text.includes('"')) return { ...best, dialect: { ...best.dialect, quote: '"', escape: '"' } }
  const quoted = scored.find(
    ({ dialect, width }) =>
      dialect.quote === '"' && dialect.delimiter === best.dialect.delimiter && width === best.width,
  )
  return quoted && quoted.quoteHealth >= 0.7 ? quoted : best
}

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

const names: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space' }

/** A delimiter as people call it. */
export const delimiterName = (delimiter: string): string => names[delimiter] ?? JSON.stringify(delimiter)

function explain(chosen: DetectedDialect, others: readonly DetectedDialect[], told: boolean): Evidence {
  const { dialect, width, cover, score } = chosen
  const next = others[0]?.score ?? 0
  const cut = dialect.columnStarts
    ? 'fixed columns'
    : dialect.repeated
      ? 'runs of blanks'
      : delimiterName(dialect.delimiter)
  const reason = told
    ? `The delimiter was given; it cuts most lines into ${width} cells.`
    : width === 1
      ? 'No delimiter cuts the lines into the same number of cells.'
      : `${Math.round(cover * 100)} % of the text is records of ${width} cells.`
  return {
    decision: 'dialect',
    value: `${cut}, ${dialect.quote === '' ? 'no quotes' : `quotes ${dialect.quote}`}`,
    confidence: told ? 1 : width === 1 ? 0.6 : Math.min(1, Math.max(0.3, 0.5 + (score - next))),
    reason,
    runnersUp: others.slice(0, 3).map((other) => ({
      value: `${delimiterName(other.dialect.delimiter)}, ${other.dialect.quote || 'no quotes'}: ${other.width} cells`,
      score: Math.round(other.score * 1000) / 1000,
    })),
  }
}
