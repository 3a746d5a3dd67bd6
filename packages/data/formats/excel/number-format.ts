/** How a cell displays its number. */
export type DisplayKind = 'number' | 'percent' | 'currency' | 'date' | 'datetime' | 'time' | 'duration' | 'text'

export interface NumberFormat {
  kind: DisplayKind
  /** Symbol or code of the currency, as it appears in the format. */
  currency?: string
}

const plainNumber: NumberFormat = { kind: 'number' }

/** Returns a built-in format (ECMA-376 part 1, 18.8.30, including the formats of East Asian versions). */
function getBuiltInFormat(id: number): NumberFormat {
  if (id === 9 || id === 10) return { kind: 'percent' }
  if (id === 22) return { kind: 'datetime' }
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58)
    return { kind: 'date' }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47 || id === 55 || id === 56)
    return { kind: 'time' }
  if (id === 46) return { kind: 'duration' }
  if (id === 49) return { kind: 'text' }
  return plainNumber
}

/**
 * Longer formats are truncated before parsing, because the patterns take quadratic time. Excel allows 255 characters.
 */
const maxCodeLength = 1_000

/**
 * Parses a number format from its code, such as `dd/mm/yyyy;@`. Without a code, returns the built-in format with this
 * id.
 */
export function parseNumberFormat(id: number, fullCode?: string): NumberFormat {
  if (fullCode === undefined) return getBuiltInFormat(id)
  const code = fullCode.slice(0, maxCodeLength)
  const symbol = /\[\$([^\]-]+)(?:-[^\]]*)?\]/.exec(code)?.[1]?.trim()
  const codeWithoutLiterals = readFirstSection(code)
    .replace(/"[^"]*"/g, (text) => (isCurrency(text.slice(1, -1)) ? text.slice(1, -1) : ''))
    .replace(/\\(.)/gu, (_, escaped: string) => (isCurrency(escaped) ? escaped : ''))
    .replace(/[_*]./g, '')
  if (/^\s*(general|standard)\s*$/i.test(codeWithoutLiterals)) return plainNumber
  if (/\[(?:h+|m+|s+)\]/i.test(codeWithoutLiterals)) return { kind: 'duration' }
  const codeWithoutBrackets = codeWithoutLiterals.replace(/\[[^\]]*\]/g, '').replace(/general|standard/gi, '0')
  if (codeWithoutBrackets.trim() === '@') return { kind: 'text' }
  const hasTime = /h|s|am\/pm|a\/p/i.test(codeWithoutBrackets)
  // An `m` stands for months unless it is next to hours or seconds.
  const hasDate =
    /[ydeg]/i.test(codeWithoutBrackets.replace(/e[+-]/gi, '')) ||
    (/m/i.test(codeWithoutBrackets) && !hasTime) ||
    /mmm/i.test(codeWithoutBrackets)
  if (!/[0#?]/.test(codeWithoutBrackets.replace(/[sS][.,]0+/g, '')) && (hasTime || hasDate))
    return { kind: hasDate ? (hasTime ? 'datetime' : 'date') : 'time' }
  if (codeWithoutBrackets.includes('%')) return { kind: 'percent' }
  const currency =
    symbol !== undefined && symbol !== ''
      ? symbol
      : (/\p{Sc}/u.exec(codeWithoutBrackets)?.[0] ?? findCurrencyCode(codeWithoutLiterals))
  return currency === undefined ? plainNumber : { kind: 'currency', currency }
}

/** Returns the section for positive numbers, which ends at the first semicolon outside quotes, escapes and brackets. */
const readFirstSection = (code: string): string => /^(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\[])*/.exec(code)?.[0] ?? code

const currencyCodes =
  /^(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|INR|CNY|BRL|kr\.?|zł|Kč|Ft|Fr\.?|Rs\.?)$/

const isCurrency = (text: string): boolean => currencyCodes.test(text.trim()) || /^\s*\p{Sc}\s*$/u.test(text)

const findCurrencyCode = (text: string): string | undefined =>
  text
    .replace(/\[[^\]]*\]/g, ' ')
    .split(/[^\p{L}.]+/u)
    .find((word) => currencyCodes.test(word))
