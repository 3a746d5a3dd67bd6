/** How a number in a cell is displayed. */
export type ShownAs = 'number' | 'percent' | 'currency' | 'date' | 'datetime' | 'time' | 'duration' | 'text'

export interface NumberFormat {
  shown: ShownAs
  /** Symbol or code of a currency, as in the format. */
  currency?: string
}

const number: NumberFormat = { shown: 'number' }

/** Built-in formats (ECMA-376 part 1, 18.8.30, with those of East Asian versions). */
function builtIn(id: number): NumberFormat {
  if (id === 9 || id === 10) return { shown: 'percent' }
  if (id === 22) return { shown: 'datetime' }
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58)
    return { shown: 'date' }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47 || id === 55 || id === 56)
    return { shown: 'time' }
  if (id === 46) return { shown: 'duration' }
  if (id === 49) return { shown: 'text' }
  return number
}

/** Returns how a number format displays numbers, by its code (`dd/mm/yyyy;@`) or, without one, by its id. */
export function numberFormat(id: number, code?: string): NumberFormat {
  if (code === undefined) return builtIn(id)
  const symbol = /\[\$([^\]-]+)(?:-[^\]]*)?\]/.exec(code)?.[1]?.trim()
  const plain = firstSection(code)
    .replace(/"[^"]*"/g, (text) => (isCurrency(text.slice(1, -1)) ? text.slice(1, -1) : ''))
    .replace(/\\(.)/gu, (_, escaped: string) => (isCurrency(escaped) ? escaped : ''))
    .replace(/[_*]./g, '')
  if (/^\s*(general|standard)\s*$/i.test(plain)) return number
  if (/\[(?:h+|m+|s+)\]/i.test(plain)) return { shown: 'duration' }
  const bare = plain.replace(/\[[^\]]*\]/g, '').replace(/general|standard/gi, '0')
  if (bare.trim() === '@') return { shown: 'text' }
  const isClock = /h|s|am\/pm|a\/p/i.test(bare)
  // An `m` is a month unless it is next to hours or seconds.
  const isDay = /[ydeg]/i.test(bare.replace(/e[+-]/gi, '')) || (/m/i.test(bare) && !isClock) || /mmm/i.test(bare)
  if (!/[0#?]/.test(bare.replace(/[sS][.,]0+/g, '')) && (isClock || isDay))
    return { shown: isDay ? (isClock ? 'datetime' : 'date') : 'time' }
  if (bare.includes('%')) return { shown: 'percent' }
  const currency = symbol !== undefined && symbol !== '' ? symbol : (/\p{Sc}/u.exec(bare)?.[0] ?? currencyCode(plain))
  return currency === undefined ? number : { shown: 'currency', currency }
}

const firstSection = (code: string): string => /^(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\[])*/.exec(code)?.[0] ?? code

const codes = /^(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|INR|CNY|BRL|kr\.?|zł|Kč|Ft|Fr\.?|Rs\.?)$/

const isCurrency = (text: string): boolean => codes.test(text.trim()) || /^\s*\p{Sc}\s*$/u.test(text)

const currencyCode = (text: string): string | undefined =>
  text
    .replace(/\[[^\]]*\]/g, ' ')
    .split(/[^\p{L}.]+/u)
    .find((word) => codes.test(word))
