/**
 * Writes `numbers.json`: columns of numbers in the formats of many countries, with their separators as labels. Formats
 * come from CLDR (`Intl.NumberFormat`), so a label is known before its cells are read.
 *
 *     npx tsx test/labels/semantic/make-numbers.ts
 */
import { writeFileSync } from 'node:fs'
import { createRandom } from './create-random.ts'

interface Case {
  id: string
  delimiter: string
  cells: string[]
  /** Cells of a different column in the same file. */
  beside?: string[]
  /** The decimal separator; `whole`: integers, `text`: not numbers. */
  decimal: '.' | ',' | 'whole' | 'text'
  /** The thousands separator, if one occurs. */
  thousands: string
  /** What reveals the separator: the cells, a different column, or only the convention for such files. */
  shown: 'written' | 'beside' | 'habit'
}

const random = createRandom(1120)
const randomInt = (limit: number): number => Math.floor(random() * limit)
const pick = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T
/** Returns a log-uniform value, like real quantities: as many between 10 and 100 as between 1,000 and 10,000. */
const logUniform = (low: number, high: number): number =>
  Math.exp(Math.log(low) + random() * (Math.log(high) - Math.log(low)))
const repeat = (count: number, make: () => number): number[] => Array.from({ length: count }, make)

const locales = [
  'en-US', 'en-GB', 'en-IN', 'de-DE', 'de-CH', 'de-AT', 'fr-FR', 'es-ES', 'it-IT', 'pt-BR', 'pt-PT', 'nl-NL', 'pl-PL',
  'cs-CZ', 'sk-SK', 'ru-RU', 'uk-UA', 'sv-SE', 'fi-FI', 'nb-NO', 'da-DK', 'tr-TR', 'el-GR', 'hu-HU', 'id-ID', 'vi-VN',
  'ja-JP', 'es-MX', 'en-ZA', 'et-EE', 'bg-BG', 'he-IL', 'ro-RO', 'hr-HR',
] // oxfmt-ignore

const cases: Case[] = []
const ids = new Set<string>()
function add(numbersCase: Case): void {
  if (ids.has(numbersCase.id)) throw new Error(`Two cases are named ${numbersCase.id}.`)
  ids.add(numbersCase.id)
  cases.push(numbersCase)
}

interface Style {
  decimal: '.' | ','
  thousands: string
  write(number: number, digits?: number, grouped?: boolean): string
}

function readStyle(locale: string): Style {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn', minimumFractionDigits: 1 }).formatToParts(
    1234567.5,
  )
  const value = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  const decimal = value('decimal')
  if (decimal !== '.' && decimal !== ',') throw new Error(`${locale} writes ${decimal}.`)
  return {
    decimal,
    thousands: value('group'),
    write: (number, digits = 0, grouped = true) =>
      new Intl.NumberFormat(locale, {
        numberingSystem: 'latn',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: grouped,
      })
        .format(number)
        .replaceAll(/[\u200e\u200f]/g, ''),
  }
}

const pickDelimiter = ({ decimal }: Style): string =>
  decimal === ',' ? pick([';', ';', ';', '\t', ',']) : pick([',', ',', ',', '\t', ';'])
const findSeparator = (cells: readonly string[], separator: string): string =>
  cells.some((cell) => cell.includes(separator)) ? separator : ''

for (const locale of locales) {
  const style = readStyle(locale)
  const { decimal, thousands, write } = style
  const delimiter = pickDelimiter(style)

  const people = repeat(14 + randomInt(10), () => Math.round(logUniform(200, 9_000_000))).map((number) => write(number))
  const repeated = people.some((cell) => cell.split(thousands).length > 2)
  const isAmbiguous = thousands === '.' || thousands === ','
  add({
    id: `${locale}-people`,
    delimiter,
    cells: people,
    decimal: 'whole',
    thousands: findSeparator(people, thousands),
    shown: isAmbiguous && !repeated ? 'habit' : 'written',
  })

  const rates = repeat(12 + randomInt(10), () => logUniform(0.2, 90)).map((number) => write(number, 1 + randomInt(2)))
  add({ id: `${locale}-rates`, delimiter, cells: rates, decimal, thousands: '', shown: 'written' })

  const money = repeat(12 + randomInt(8), () => logUniform(30, 4_000_000)).map((number) => write(number, 2))
  add({
    id: `${locale}-money`,
    delimiter,
    cells: money,
    decimal,
    thousands: findSeparator(money, thousands),
    shown: 'written',
  })

  const degrees = repeat(12, () => 35 + random() * 30).map((number) => write(number, 4 + randomInt(3), false))
  add({ id: `${locale}-degrees`, delimiter, cells: degrees, decimal, thousands: '', shown: 'written' })

  const changes = repeat(15, () => (random() - 0.5) * 40).map((number) => write(number, 1))
  add({ id: `${locale}-changes`, delimiter, cells: changes, decimal, thousands: '', shown: 'written' })

  // Three digits after the separator, as in masses and exchange rates: only a leading zero reveals it.
  const masses = repeat(16, () => logUniform(0.05, 60)).map((number) => write(number, 3))
  const hasLeadingZero = masses.some((cell) => /^0[.,]/.test(cell))
  add({
    id: `${locale}-masses`,
    delimiter,
    cells: masses,
    decimal,
    thousands: '',
    shown: hasLeadingZero ? 'written' : 'habit',
  })

  // Thousands below a million that could be decimals: short numbers next to them have no separator.
  const villages = repeat(16, () => Math.round(logUniform(90, 90_000))).map((number) => write(number))
  if (thousands === '.' || thousands === ',')
    add({
      id: `${locale}-villages`,
      delimiter,
      cells: villages,
      decimal: 'whole',
      thousands: findSeparator(villages, thousands),
      shown: 'habit',
    })

  // The same with large numbers only; another column reveals the separator.
  if (thousands === '.' || thousands === ',') {
    const cells = repeat(10, () => 1000 + randomInt(98_000)).map((number) => write(number))
    const beside = repeat(10, () => logUniform(1, 90)).map((number) => write(number, 2))
    add({
      id: `${locale}-beside`,
      delimiter,
      cells,
      beside,
      decimal: 'whole',
      thousands: findSeparator(cells, thousands),
      shown: 'beside',
    })
  }
}

/** Numbers as people type them: spaces or apostrophes between thousands, or no separator. */
const typed: [string, string, string, string[], Case['decimal'], string][] = [
  ['blank-pl', ';', 'kwota', ['1 234,50', '201 345 112,45', '31 222,10', '89,00'], ',', ' '],
  ['blank-fr', ';', 'montant', ['125 000', '48 300', '1 210 450', '950'], 'whole', ' '],
  ['blank-ru', ';', 'сумма', ['1 200 000,00', '345 610,50', '98 400,00'], ',', ' '],
  ['blank-cz', ';', 'Kč', ['12 500', '3 400', '780', '1 250 000'], 'whole', ' '],
  ['thin-nist', ',', 'value', ['1\u2009234.5', '12\u2009345.75', '999.25'], '.', '\u2009'],
  ['apostrophe-ch', ';', 'CHF', ["1'234.50", "12'345.75", '99.05'], '.', "'"],
  ['apostrophe-whole', ';', 'Einwohner', ["1'234", "412'345", '876'], 'whole', "'"],
  ['plain-us', ',', 'amount', ['1234.50', '99.9', '100'], '.', ''],
  ['plain-de', ';', 'Betrag', ['1234,50', '99,9', '100'], ',', ''],
  ['leading-mark', ',', 'p', ['.05', '.001', '.25', '1.00'], '.', ''],
  ['leading-comma', ';', 'p', [',05', ',001', ',25'], ',', ''],
  ['trailing-mark', ',', 'n', ['1.', '2.', '3.5'], '.', ''],
  ['exponent', ',', 'E', ['1.2e-08', '4.5e-06', '6.1e-01'], '.', ''],
  ['exponent-comma', ';', 'E', ['1,2E-08', '4,5E-06', '6,1E-01'], ',', ''],
  ['spread-1', ',', 'mass_kg', ['1.234', '2.871', '1.109', '3.405'], '.', ''],
  ['spread-2', '\t', 'OD600', ['1.102', '1.233', '1.478', '2.010'], '.', ''],
  ['spread-3', ';', 'Kurs', ['1,234', '1,198', '1,105', '1,087'], ',', ''],
  ['spread-4', ';', 'Dichte', ['1,000', '1,012', '1,034', '1,108'], ',', ''],
  ['spread-5', ',', 'tonnes', ['1,234', '22,871', '109,405', '3,405'], 'whole', ','],
  ['spread-6', ',', 'households', ['1,030', '980', '2,300', '1,875', '12,400'], 'whole', ','],
  ['spread-7', ';', 'Haushalte', ['1.030', '980', '2.300', '1.875', '12.400'], 'whole', '.'],
  ['spread-8', ';', 'Einwohner', ['12.345', '108.020', '3.411', '877', '45.120'], 'whole', '.'],
  ['spread-9', ',', 'lbs', ['1.25', '0.875', '12.125', '3.5'], '.', ''],
  ['spread-10', ';', 'kg', ['1,25', '0,875', '12,125', '3,5'], ',', ''],
  ['dot-de-1', ';', 'Kfz', ['1.204.345', '877.201', '45.120'], 'whole', '.'],
  ['dot-de-2', ';', 'Umsatz', ['1.204.345,20', '877.201,00', '45,12'], ',', '.'],
  ['dot-es', ';', 'Población', ['1.620.343', '98.020', '3.411', '877'], 'whole', '.'],
  ['dot-br', ';', 'Valor', ['12.345,67', '4.120,00', '987,10'], ',', '.'],
  ['gps', ',', 'lat', ['52.520', '48.137', '50.938', '53.551'], '.', ''],
  ['gps-signed', ',', 'lon', ['-0.128', '13.405', '-3.704', '2.352'], '.', ''],
  ['gps-de', ';', 'Länge', ['13,405', '11,575', '6,960', '9,993'], ',', ''],
  ['index-base', ',', 'index', ['100.000', '101.250', '99.875', '102.125'], '.', ''],
  ['share', ';', 'Anteil', ['0,125', '0,250', '0,500', '0,333'], ',', ''],
  ['years', ',', 'year', ['1999', '2000', '2001'], 'whole', ''],
  ['negatives', ',', 'net', ['-1,204', '3,401', '-12,000', '250'], 'whole', ','],
  ['indian', ',', 'population', ['40,81,148', '1,02,34,567', '28,11,569', '63,570'], 'whole', ','],
  ['indian-money', ',', 'rupees', ['1,25,000.00', '45,500.50', '12,34,567.00'], '.', ','],
  ['japanese-yen', ',', '金額', ['1,234,567', '98,000', '500'], 'whole', ','],
] // oxfmt-ignore
for (const [id, delimiter, , cells, decimal, thousands] of typed)
  add({
    id: `typed-${id}`,
    delimiter,
    cells,
    decimal,
    thousands,
    shown: /^(spread-[1-8]|gps$|gps-de|index)/.test(id) ? 'habit' : 'written',
  })

const texts: [string, string[]][] = [
  ['versions', ['1.2.3', '1.2.4', '2.0.0']],
  ['addresses', ['10.0.0.1', '192.168.1.20', '172.16.0.3']],
  ['coordinate-pairs', ['52.5,13.4', '48.1,11.5', '50.9,6.9']],
  ['lists', ['1,2,3', '4,5', '1,12,7']],
  ['leading-zeros', ['00501', '02134', '10001']],
  ['zero-commas', ['0,1,2', '1,0,2', '2,1,0']],
  ['phones', ['0171 234567', '030 1234567', '089 998877']],
  ['ranges', ['1.5-2.5', '2.5-3.5', '3.5-4.5']],
  ['units', ['5 kg', '12,5 kg', '7 g']],
  ['sections', ['1.1.1', '1.1.2', '1.2']],
  ['bounds', ['<0,5', '<0,5', '1,2', '>100']],
  ['fractions', ['1/2', '3/4', '1 1/2']],
  ['long-ids', ['4111111111111111', '5500005555555559', '340000000000009123']],
  ['postcodes', ['1012 LG', '3011 AD', '2514 EA']],
  ['mixed-currencies', ['$5.00', '€6.00', '£7.50']],
  ['product-codes', ['A1.234', 'B2.345', 'C3.456']],
  ['iban', ['DE89 3704 0044 0532 0130 00', 'FR14 2004 1010 0505 0001 3M02 606']],
  ['ratios', ['16:9', '4:3', '21:9']],
  ['uneven-groups', ['12,34', '1,2345', '123,4,5']],
  ['siren', ['732 829 320 00074', '404 833 048 00022', '552 100 554 00025']],
]
for (const [id, cells] of texts)
  add({ id: `text-${id}`, delimiter: ';', cells, decimal: 'text', thousands: '', shown: 'written' })

/** Numbers with a currency or percent sign, placed as in CLDR. */
for (const [locale, currency] of [
  ['en-US', 'USD'],
  ['en-GB', 'GBP'],
  ['de-DE', 'EUR'],
  ['fr-FR', 'EUR'],
  ['es-ES', 'EUR'],
  ['nl-NL', 'EUR'],
  ['de-CH', 'CHF'],
  ['pl-PL', 'PLN'],
  ['cs-CZ', 'CZK'],
  ['sv-SE', 'SEK'],
  ['da-DK', 'DKK'],
  ['pt-BR', 'BRL'],
  ['ja-JP', 'JPY'],
  ['en-IN', 'INR'],
  ['tr-TR', 'TRY'],
  ['it-IT', 'EUR'],
  ['hu-HU', 'HUF'],
  ['ru-RU', 'RUB'],
] as const) {
  // oxfmt-ignore
  const style = readStyle(locale)
  const write = new Intl.NumberFormat(locale, { style: 'currency', currency, numberingSystem: 'latn' })
  const whole = write.resolvedOptions().maximumFractionDigits === 0
  const prices = repeat(12, () => logUniform(4, 60_000)).map((number) => write.format(number))
  add({
    id: `${locale}-${currency}`,
    delimiter: pickDelimiter(style),
    cells: prices,
    decimal: whole ? 'whole' : style.decimal,
    thousands: findSeparator(
      prices.map((cell) => cell.replaceAll(/^\D+|\D+$/g, '')),
      style.thousands,
    ),
    shown: 'written',
  })
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const shares = repeat(12, () => random()).map((number) => percent.format(number))
  add({
    id: `${locale}-percent`,
    delimiter: pickDelimiter(style),
    cells: shares,
    decimal: style.decimal,
    thousands: '',
    shown: 'written',
  })
}

writeFileSync(
  new URL('numbers.json', import.meta.url),
  `[\n${cases.map((numbersCase) => `  ${JSON.stringify(numbersCase)}`).join(',\n')}\n]\n`,
)
