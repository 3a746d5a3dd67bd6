/** A type of code with a check digit, and the rule that validates it. */
export interface CheckDigitScheme {
  readonly name: string
  /** Matches the code without spaces or hyphens. */
  readonly pattern: RegExp
  isValid(code: string): boolean
  /** The probability that a random code that matches the pattern is valid. */
  readonly chance: number
}

const toDigit = (character: string): number => Number.parseInt(character, 36)
const computeWeightedSum = (code: string, getWeight: (index: number) => number): number =>
  [...code].reduce((sum, character, index) => sum + toDigit(character) * getWeight(index), 0)

/** Validates codes with a modulo 10 check digit and alternating weights of 3 and 1: GTIN, EAN, UPC, ISBN-13. */
const isGtin = (code: string): boolean =>
  computeWeightedSum(code, (index) => ((code.length - index) % 2 === 0 ? 3 : 1)) % 10 === 0

/** Validates a code with the Luhn algorithm (ISO/IEC 7812). */
function isValidLuhn(code: string): boolean {
  let sum = 0
  for (let index = code.length - 1, isDoubled = false; index >= 0; index--, isDoubled = !isDoubled) {
    const digit = Number(code[index]) * (isDoubled ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** Validates codes modulo 97 (ISO/IEC 7064), with letters as two digits ("A" is 10): IBAN, LEI. */
function isValidMod97(code: string): boolean {
  let remainder = 0
  for (const character of code) {
    const value = toDigit(character)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

/** Validates a code whose last character is a modulo 11 check digit, with X for 10. */
const isValidMod11 = (code: string, getWeight: (index: number) => number): boolean => {
  const checkCharacter = code.at(-1)
  return (
    (computeWeightedSum(code.slice(0, -1), getWeight) +
      (checkCharacter === 'X' ? 10 : Number(checkCharacter)) * getWeight(code.length - 1)) %
      11 ===
    0
  )
}

/** Validates codes modulo 11-2 (ISO/IEC 7064): ORCID, ISNI. */
function isValidMod11Radix2(code: string): boolean {
  const total = Array.from(code.slice(0, -1)).reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0)
  const checkDigit = (12 - total) % 11
  return code.at(-1) === (checkDigit === 10 ? 'X' : String(checkDigit))
}

const vinValues = 'ABCDEFGH JKLMN P R STUVWXYZ'
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
function isVin(code: string): boolean {
  const getValue = (character: string): number => {
    if (/\d/.test(character)) return Number(character)
    const index = vinValues.indexOf(character)
    return index < 8 ? index + 1 : index < 18 ? index - 8 : index - 17
  }
  const remainder =
    [...code].reduce((sum, character, index) => sum + getValue(character) * (vinWeights[index] as number), 0) % 11
  return code[8] === (remainder === 10 ? 'X' : String(remainder))
}

function isCusip(code: string): boolean {
  const sum = Array.from(code.slice(0, 8)).reduce((total, character, index) => {
    const value = toDigit(character) * (index % 2 === 1 ? 2 : 1)
    return total + Math.floor(value / 10) + (value % 10)
  }, 0)
  return (10 - (sum % 10)) % 10 === Number(code[8])
}

const sedolWeights = [1, 3, 1, 7, 3, 9, 1]
const abaWeights = [3, 7, 1]

const defineScheme = (
  name: string,
  pattern: RegExp,
  isValid: (code: string) => boolean,
  chance = 0.1,
): CheckDigitScheme => ({
  name,
  pattern,
  isValid,
  chance,
})

/** Types of codes with check digits, from the most specific pattern to the most general. */
export const checkDigitSchemes: readonly CheckDigitScheme[] = [
  defineScheme('IBAN', /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/, (text) => isValidMod97(text.slice(4) + text.slice(0, 4)), 0.01),
  defineScheme('ISIN', /^[A-Z]{2}[A-Z\d]{9}\d$/, (text) => isValidLuhn([...text].map(toDigit).join(''))),
  defineScheme('LEI', /^[A-Z\d]{18}\d{2}$/, isValidMod97, 0.01),
  defineScheme('VIN', /^[A-HJ-NPR-Z\d]{8}[\dX][A-HJ-NPR-Z\d]{8}$/, isVin, 0.09),
  defineScheme('ISBN-13', /^97[89]\d{10}$/, isGtin),
  defineScheme('ORCID', /^0000000\d{8}[\dX]$/, isValidMod11Radix2, 0.09),
  defineScheme('ISBN-10', /^\d{9}[\dX]$/, (text) => isValidMod11(text, (index) => 10 - index), 0.09),
  defineScheme('ISSN', /^\d{7}[\dX]$/, (text) => isValidMod11(text, (index) => 8 - index), 0.09),
  defineScheme('NPI', /^[12]\d{9}$/, (text) => isValidLuhn(`80840${text}`)),
  defineScheme('NHS', /^\d{10}$/, (text) => isValidMod11(text, (index) => 10 - index) && !text.endsWith('X'), 0.09),
  defineScheme(
    'ABA',
    /^\d{9}$/,
    (text) => computeWeightedSum(text, (index) => abaWeights[index % 3] as number) % 10 === 0,
  ),
  defineScheme('CUSIP', /^[A-Z\d]{8}\d$/, isCusip),
  defineScheme(
    'SEDOL',
    /^[B-DF-HJ-NP-TV-Z\d]{6}\d$/,
    (text) => computeWeightedSum(text, (index) => sedolWeights[index] as number) % 10 === 0,
  ),
  defineScheme(
    'IMO',
    /^\d{7}$/,
    (text) => computeWeightedSum(text.slice(0, 6), (index) => 7 - index) % 10 === Number(text[6]),
  ),
  defineScheme('GTIN', /^(?:\d{8}|\d{12,14})$/, isGtin),
  defineScheme('Luhn', /^\d{8,19}$/, isValidLuhn),
]

/** Normalizes a code: removes spaces, hyphens and a prefix such as "ISBN", and converts it to upper case. */
export const normalizeCode = (text: string): string =>
  text
    .replace(/^(?:ISBN|ISSN|IBAN|EAN|ORCID|IMO|https?:\/\/orcid\.org\/)[-: ]*(?:1[03][: ]+)?/i, '')
    .replace(/[\s-]/g, '')
    .toUpperCase()
