import type { SemanticType } from '@aw-flow/schema/internal'
import { resolveCurrency } from '../loading/columns/currencies.ts'
import { isMonthName, isWeekdayName } from './calendar-words.ts'
import { isCountryCode, isCountryName } from './countries.ts'

/** ISO 4217 currency codes, and the codes of two cryptocurrencies. */
const currencyCodes = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
  COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS
  INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
  SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF
  XCD XOF XPF YER ZAR ZMW ZWL BTC ETH`.split(/\s+/),
)
/** Maximum length of an amount. For longer strings, the pattern would take quadratic time. */
const maxAmountLength = 200
const amountPattern =
  /^[-+(]?\s*(?:(?<prefix>[^\d\s.,+()-]{1,4}\.?)\s*)?[-+]?\d[\d.,'\u00a0\u202f ]*(?:[\t\r\n]\s*)?(?:(?<suffix>[^\d\s.,+()-]{1,4}\.?)\s*)?\)?$/u

/**
 * Returns whether a value is an amount with a currency symbol or code on one side, such as "€ 12.50" or "12,50 EUR".
 */
export function isMoney(value: string): boolean {
  const { prefix, suffix } = (value.length <= maxAmountLength && amountPattern.exec(value.trim())?.groups) || {}
  const symbol = prefix ?? suffix
  return (
    symbol !== undefined &&
    (prefix === undefined || suffix === undefined) &&
    (resolveCurrency(symbol) !== undefined || currencyCodes.has(symbol))
  )
}

export const isCurrencyCode = (value: string): boolean => currencyCodes.has(value.trim())

const octetPattern = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const ipv4Pattern = new RegExp(`^(?:${octetPattern}\\.){3}${octetPattern}$`)
const ipv6Pattern = /^(?=.*:.*:)[0-9a-f:]{2,39}(?:%\w+)?$/i
const emailPattern =
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,24}$/u
const urlPattern = /^(?:(?:https?|ftp|s3|file):\/\/\S{2,}|www\.[\w-]+\.[\w./?=&%#~-]{2,})$/i
const domainPattern =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|org|net|gov|edu|io|co|dev|app|info|de|fr|uk|at|ch|it|es|nl|eu|us|ca|au|jp)(?:\/\S*)?$/i
const uuidPattern = /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i
const hashPattern = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{16,64}$/i

/**
 * Formats of postal codes that other codes rarely have, such as letters among digits or a separator. A code such as
 * "A-1000" is as likely to be an article number as a postal code with a country, so the column name decides.
 */
const postalCodeFormats: readonly RegExp[] = [
  /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  /^[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d$/i,
  /^\d{4} ?[A-Z]{2}$/,
  /^\d{5}-\d{4}$/,
  /^\d{2}-\d{3}$/,
  /^\d{5}-\d{3}$/,
  /^\d{4}-\d{3}$/,
  /^\d{3} \d{2}$/,
  /^[A-Z]\d{2} ?[A-Z0-9]{4}$/,
]
const phonePattern = /^(?:tel\.?:? ?)?\+?[\d(][\d\s()./–-]{5,22}\d(?:\s*(?:x|ext\.?)\s*\d{1,5})?$/i
const datePattern = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/

function isPhone(value: string): boolean {
  const digitCount = value.replaceAll(/\D/g, '').length
  if (!phonePattern.test(value) || digitCount < 7 || digitCount > 17 || datePattern.test(value)) return false
  if (value.startsWith('+')) return true
  if (
    postalCodeFormats.some((format) => format.test(value)) ||
    /^\d{4}-\d{2}-\d{2}$/.test(value) ||
    /^\d{3}-\d{2}-\d{4}$/.test(value)
  )
    return false
  // The digits must be grouped like a phone number, in two to five groups of two to five digits, with optional
  // parentheses around the first group.
  return (
    /^\(?\d{2,5}\)?(?:[\s./–-]+\d{2,5}){1,4}(?:\s*(?:x|ext\.?)\s*\d+)?$/i.test(value) &&
    /^[0(]|^\d{3}[\s./-]\d{3}[\s./-]\d{4}/.test(value)
  )
}

/** Maximum length of a coordinate pair. For longer strings, the pattern would take quadratic time. */
const maxCoordinateLength = 200

const isCoordinatePair = (value: string): boolean => {
  if (value.length > maxCoordinateLength) return false
  const [, first, second] =
    /^[([]?\s*(-?\d{1,3}\.\d+)°?(?:\s*[,;]\s*|\s+)(-?\d{1,3}\.\d+)°?\s*[)\]]?$/.exec(value) ?? []
  if (first !== undefined && second !== undefined)
    return (
      Math.abs(Number(first)) <= 180 &&
      Math.abs(Number(second)) <= 180 &&
      Math.min(Math.abs(Number(first)), Math.abs(Number(second))) <= 90
    )
  return (
    /^POINT ?Z? ?\(\s*-?\d+(?:\.\d+)?\s+-?\d+(?:\.\d+)?/i.test(value) ||
    /^\d{1,3}[°º]\s*\d{1,2}['′]?.*[NS]\W+\d{1,3}[°º].*[EWO]$/.test(value)
  )
}

const isDate = (value: string): boolean =>
  /^(?:1[5-9]|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?:[T ]\d{1,2}:\d{2}.*)?$/.test(value) ||
  /^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:(?:1[5-9]|20)\d{2}|\d{2})(?: \d{1,2}:\d{2}.*)?$/.test(
    value,
  ) ||
  isSpelledOutDate(value)

function isSpelledOutDate(value: string): boolean {
  const parts = value.split(/[\s,./-]+/).filter((part) => part !== '')
  if (parts.length < 2 || parts.length > 6) return false
  const monthCount = parts.filter((part) => /^\p{L}/u.test(part) && isMonthName(part)).length
  const words = parts.filter(
    (part) =>
      /^\p{L}/u.test(part) && !isMonthName(part) && !isWeekdayName(part) && !/^(?:de|of|at|am|pm|T?\d)/i.test(part),
  )
  return monthCount === 1 && words.length === 0 && parts.some((part) => /^\d{1,4}(?:st|nd|rd|th|er|º)?$/.test(part))
}

const isIntegerWithin = (value: string, min: number, max: number): boolean =>
  /^\d+(?:\.0+)?$/.test(value) && Number(value) >= min && Number(value) <= max

/** Tests for semantic types that consider only the format of a trimmed value. The most specific tests come first. */
export const valueTests: readonly (readonly [type: SemanticType, test: (value: string) => boolean])[] = [
  ['id', (value) => uuidPattern.test(value) || hashPattern.test(value)],
  ['email', (value) => emailPattern.test(value)],
  ['url', (value) => urlPattern.test(value) || domainPattern.test(value)],
  [
    'ip-address',
    (value) => ipv4Pattern.test(value) || (ipv6Pattern.test(value) && !/^\d{1,2}(?::\d{2}){1,2}$/.test(value)),
  ],
  ['coordinates', isCoordinatePair],
  ['weekday', isWeekdayName],
  ['month', (value) => isMonthName(value) || /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/.test(value)],
  ['quarter', (value) => /^(?:(?:19|20)\d{2}[ ./-]?)?[QT][1-4](?:[ ./-]?(?:19|20)?\d{2})?$/i.test(value)],
  ['date', isDate],
  ['postal-code', (value) => postalCodeFormats.some((format) => format.test(value))],
  ['phone', isPhone],
  ['currency', (value) => isCurrencyCode(value) || isMoney(value)],
  ['country', (value) => isCountryName(value)],
  ['year', (value) => /^(?:1[5-9]|20)\d{2}(?:[-/](?:\d{2}|\d{4}))?$/.test(value)],
]

/** Less specific tests for semantic types, used for columns whose name indicates the type. */
export const lenientValueTests: Readonly<Partial<Record<SemanticType, (value: string) => boolean>>> = {
  'postal-code': (value) => /^(?=.*\d)[A-Z0-9][A-Z0-9 -]{1,9}$/i.test(value) && value.replaceAll(/\W/g, '').length <= 9,
  phone: (value) =>
    /^[+\d(][\d\s()./x–-]*$/i.test(value) && isIntegerWithin(String(value.replaceAll(/\D/g, '').length), 5, 15),
  country: (value) => isCountryName(value) || isCountryCode(value),
  currency: (value) => isCurrencyCode(value.toUpperCase()) || isMoney(value),
  latitude: (value) => /^-?\d{1,2}(?:\.\d+)?$/.test(value) && Math.abs(Number(value)) <= 90,
  longitude: (value) => /^-?\d{1,3}(?:\.\d+)?$/.test(value) && Math.abs(Number(value)) <= 180,
  year: (value) => isIntegerWithin(value, 1000, 2200) || /^\d{4}\/\d{2,4}$/.test(value),
  quarter: (value) => isIntegerWithin(value, 1, 4) || /[QT][1-4]/i.test(value),
  month: (value) => isIntegerWithin(value, 0, 12) || isMonthName(value) || /^\d{4}-\d{2}/.test(value),
  weekday: (value) => isIntegerWithin(value, 0, 7) || isWeekdayName(value),
  day: (value) => isIntegerWithin(value, 1, 366),
  hour: (value) => isIntegerWithin(value, 0, 24) || /^\d{1,2}:00$/.test(value),
  url: (value) => /^\/?[\w.-]+(?:\/[\w.%-]*)+/.test(value) || urlPattern.test(value) || domainPattern.test(value),
}
