import numbers from './number-words.json' with { type: 'json' }
import { fold } from './stem.ts'

/** A token in a question or a description, such as a word or a number. */
export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'operator' | 'comma' | 'file' | 'url' | 'address'
  /** The original text. */
  readonly raw: string
  /** The lowercase text without diacritics. Its length is the same. */
  readonly folded: string
  /** The offset of its first character in the text. */
  readonly start: number
  readonly end: number
  /** The value if the token is a number, text or date. */
  readonly value?: number | string
}

const numberWords: Readonly<Record<string, number>> = numbers

const monthNames =
  'jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|m[aä]rz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dez(?:ember)?'
/** "May 2014", "May 3, 2014", "3 May 2014", "3. Mai 2014". */
const writtenDatePattern = String.raw`(?<![\p{L}\p{N}])(?:\d{1,2}(?:st|nd|rd|th|\.)? )?(?:${monthNames})\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d{2}(?![\p{L}\p{N}])`

const tokenPatterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/u],
  ['url', /https?:\/\/[^\s,;]+[^\s,;.]/],
  ['address', /[\w.+-]+@[\w-]+\.[\w.-]*\w/],
  ['text', new RegExp(writtenDatePattern, 'iu')],
  ['text', /\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}/],
  [
    'file',
    /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.(?:csv|tsv|txt|xlsx?|jsonl?|ndjson|parquet|arrow|zip|gz|xml|ya?ml)\b/iu,
  ],
  ['number', /-?\d+(?:[.,]\d+)*(?:[kK]\b)?/],
  ['operator', /<=|>=|<>|!=|==|[=<>≤≥≠*/+×÷%@-]/],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/u],
  ['comma', /,/],
]
const anyTokenPattern = new RegExp(
  tokenPatterns.map(([, { source }], index) => `(?<t${index}>${source})`).join('|'),
  'giu',
)

/** Splits text into words, numbers, dates, quoted text, operators, commas, file names and addresses. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(anyTokenPattern)) {
    const [raw] = match
    const groupName = Object.entries(match.groups!).find(([, group]) => group !== undefined)![0]
    const kind = tokenPatterns[Number(groupName.slice(1))]![0]
    // In "Höchst- und Tiefstwert", the hyphen replaces the second part of the word.
    if (raw === '-' && /\p{L}-\s/u.test(text.slice(match.index - 1, match.index + 2))) continue
    const position = { raw, folded: fold(raw), start: match.index, end: match.index + raw.length }
    if (kind === 'number') tokens.push({ kind, ...position, value: parseNumber(raw, isGerman(text)) })
    else if (kind === 'text') tokens.push({ kind, ...position, value: parseQuotedValue(raw) })
    else {
      const number = numberWords[position.folded]
      tokens.push(number === undefined ? { kind, ...position } : { kind: 'number', ...position, value: number })
    }
  }
  return joinMultipliers(text, tokens)
}

const monthPrefixes = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const germanMonthPrefixes: Readonly<Record<string, string>> = { mae: 'mar', mai: 'may', okt: 'oct', dez: 'dec' }

/** Converts a written date to ISO format: "3 May 2014" to 2014-05-03, "May 2014" to 2014-05. */
function readWrittenDate(raw: string): string | undefined {
  const [monthName] = /\p{L}{3,}/u.exec(raw) ?? []
  const year = /(?:19|20)\d{2}$/.exec(raw)?.[0]
  const prefix = monthName && fold(monthName).slice(0, 3)
  const month = prefix === undefined ? -1 : monthPrefixes.indexOf(germanMonthPrefixes[prefix] ?? prefix)
  if (year === undefined || month < 0 || /^["“„`']/.test(raw)) return undefined
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(raw.slice(0, -4))?.[0]
  const monthText = `${year}-${String(month + 1).padStart(2, '0')}`
  return day === undefined ? monthText : `${monthText}-${day.padStart(2, '0')}`
}

const multipliers: Readonly<Record<string, number>> = {
  thousand: 1e3,
  tausend: 1e3,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  mio: 1e6,
  billion: 1e9,
  billions: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  mrd: 1e9,
}

/** Merges numbers with multipliers that follow: "100 million". */
function joinMultipliers(text: string, tokens: readonly Token[]): Token[] {
  const mergedTokens: Token[] = []
  for (const token of tokens) {
    const previousToken = mergedTokens.at(-1)
    const nextToken = tokens[tokens.indexOf(token) + 1]
    // "half an hour", "eine halbe Stunde"
    if (
      /^(?:half|halbe[nrsm]?)$/.test(token.folded) &&
      /^(?:an?|hours?|day|stunde|tag)$/.test(nextToken?.folded ?? '')
    ) {
      mergedTokens.push({ ...token, kind: 'number', value: 0.5 })
      continue
    }
    if (/^an?$/.test(token.folded) && previousToken?.value === 0.5 && previousToken.folded.startsWith('hal')) continue
    const factor = token.kind === 'word' ? multipliers[token.folded] : undefined
    if (factor !== undefined && /^(?:one|an?|eine[rn]?)$/.test(previousToken?.folded ?? '')) {
      mergedTokens[mergedTokens.length - 1] = { ...token, kind: 'number', raw: String(factor), value: factor }
      continue
    }
    if (factor === undefined || previousToken?.kind !== 'number') mergedTokens.push(token)
    else {
      const raw = text.slice(previousToken.start, token.end)
      mergedTokens[mergedTokens.length - 1] = {
        ...previousToken,
        raw,
        folded: fold(raw),
        end: token.end,
        value: Number(previousToken.value) * factor,
      }
    }
  }
  return mergedTokens
}

/** Removes quotes and converts dates to ISO format. */
function parseQuotedValue(raw: string): string {
  const isoDate = readWrittenDate(raw)
  if (isoDate !== undefined) return isoDate
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(raw) ?? []
  if (year !== '') return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return /^\d/.test(raw) ? raw : raw.slice(1, -1)
}

/** Whether text contains German function words but no English ones. */
const isGerman = (text: string): boolean =>
  /\b(?:und|der|die|das|den|dem|mal|mit|nach|pro|je|von|ist|als|nur|zeilen|geteilt|alle|ab|bis)\b/i.test(text) &&
  !/\b(?:the|and|of|by|with|than|where|for|is|are|to)\b/i.test(text)

/** Parses a number with English or German separators: "1,000", "1.000,50", "3,5", "2.5k". */
function parseNumber(raw: string, hasDecimalComma: boolean): number {
  const digits = raw.replace(/k$/i, '')
  if (hasDecimalComma && /^-?\d+,\d+$/.test(digits))
    return Number(digits.replace(',', '.')) * (digits === raw ? 1 : 1000)
  const isGrouped = /^-?\d{1,3}(?:,\d{3})+$|^-?\d{1,3}(?:\.\d{3}){2,}$|^-?\d{1,3}\.000$/.test(digits)
  const decimalIndex = isGrouped ? -1 : Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  const integerPart = (decimalIndex < 0 ? digits : digits.slice(0, decimalIndex)).replaceAll(/[.,]/g, '')
  const number = Number(decimalIndex < 0 ? integerPart : `${integerPart}.${digits.slice(decimalIndex + 1)}`)
  return digits === raw ? number : number * 1000
}
