import type { RandomNumbers } from './random-numbers.ts'
import type { RuleError } from './rule-errors.ts'

const integer = (random: RandomNumbers, min: number, max: number): number =>
  min + Math.floor((max - min + 1) * random.next())

/** Creates an error that adds a column of generated values, of which 5% to 40% are in a different format. */
const formatErrors = (
  name: string,
  column: string,
  value: (random: RandomNumbers) => string,
  write: (text: string, random: RandomNumbers) => string,
): RuleError => ({
  name,
  make({ rows }, random) {
    const rate = 0.05 + 0.35 * random.next()
    const clean = rows.map(() => [value(random)])
    return {
      header: [column],
      clean,
      dirty: clean.map(([cell = '']) => [random.chance(rate) ? write(cell, random) : cell]),
    }
  },
})

/** Creates an error that adds two columns with ordered values, which are swapped in some rows. */
const swapErrors = (
  name: string,
  header: readonly [string, string],
  pair: (random: RandomNumbers) => readonly [string, string],
): RuleError => ({
  name,
  make({ rows }, random) {
    const rate = 0.01 + 0.05 * random.next()
    const clean = rows.map(() => [...pair(random)])
    return {
      header: [...header],
      clean,
      dirty: clean.map(([first = '', second = '']) => (random.chance(rate) ? [second, first] : [first, second])),
    }
  },
})

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const padToTwo = (number: number): string => String(number).padStart(2, '0')

/** Formats a range the way a spreadsheet displays it after mistaking it for a date. */
function toSpreadsheetDate(text: string): string {
  const [first = 0, second = 0] = text.split('-').map(Number)
  if (first < 1 || first > 12) return text
  if (second >= 1 && second <= 28) return `${second}-${monthNames[first - 1]}`
  return second >= 32 && second <= 99 ? `${monthNames[first - 1]}-${second}` : text
}

const parseMinutes = (text: string): number => Number.parseInt(text, 10)
const languages = [
  ['English', 'eng', 'en'],
  ['French', 'fre', 'fr'],
  ['German', 'ger', 'de'],
  ['Spanish', 'spa', 'es'],
  ['Italian', 'ita', 'it'],
  ['Japanese', 'jpn', 'ja'],
  ['Portuguese', 'por', 'pt'],
] as const
const pickLanguage = (random: RandomNumbers): (typeof languages)[number] =>
  random.chance(0.6) ? languages[0] : random.pick(languages)

const places = [
  ['Portland', 'Oregon'],
  ['Denver', 'Colorado'],
  ['Austin', 'Texas'],
  ['Houston', 'Texas'],
  ['Dallas', 'Texas'],
  ['Boston', 'Massachusetts'],
  ['Seattle', 'Washington'],
  ['Spokane', 'Washington'],
  ['Chicago', 'Illinois'],
  ['Tucson', 'Arizona'],
  ['Phoenix', 'Arizona'],
] as const

/** Errors that add columns with format errors to a public table. */
export const formErrors: readonly RuleError[] = [
  formatErrors(
    'durations in hours and minutes',
    'runtime',
    (random) => `${integer(random, 61, 190)} min`,
    (text, random) => {
      const [hours, rest] = [Math.floor(parseMinutes(text) / 60), parseMinutes(text) % 60]
      return random.pick([`${hours} hr. ${rest} min.`, `${hours}h ${padToTwo(rest)}m`, `${parseMinutes(text)}`, `${hours}h${rest}min`]) // oxfmt-ignore
    },
  ),
  formatErrors(
    'ranges that a spreadsheet took for dates',
    'pages',
    (random) => {
      const first = random.chance(0.4) ? integer(random, 1, 12) : integer(random, 13, 900)
      return `${first}-${first + integer(random, 2, 60)}`
    },
    toSpreadsheetDate,
  ),
  formatErrors(
    'numbers with a magnitude',
    'views',
    (random) => String(1000 * integer(random, 1, 9000)),
    (text) => (Number(text) >= 1e6 ? `${Number(text) / 1e6}M` : `${Number(text) / 1000}K`),
  ),
  formatErrors(
    'several words for yes and no',
    'active',
    (random) => (random.chance(0.6) ? 'Yes' : 'No'),
    (text, random) =>
      random.pick(text === 'Yes' ? ['Y', 'yes', 'true', '1', 'TRUE'] : ['N', 'no', 'false', '0', 'FALSE']),
  ),
  formatErrors(
    'categories cut to their initial',
    'gender',
    (random) => random.pick(['Female', 'Male']),
    (text) => text.slice(0, 1),
  ),
  formatErrors(
    'days before months',
    'opened',
    (random) =>
      `${padToTwo(integer(random, 1, 12))}/${padToTwo(integer(random, 13, 28))}/${integer(random, 1995, 2020)}`,
    (text) => text.replace(/^(\d\d)\/(\d\d)/, '$2/$1'),
  ),
  formatErrors(
    'languages as names and codes',
    'language',
    (random) => pickLanguage(random)[0],
    (text, random) => {
      const [, long = '', short = ''] = languages.find(([name]) => name === text) ?? []
      return random.pick([long, short])
    },
  ),
  formatErrors(
    'phone numbers with other punctuation',
    'phone',
    (random) => `${integer(random, 201, 989)}-${integer(random, 200, 999)}-${String(integer(random, 0, 9999)).padStart(4, '0')}`, // oxfmt-ignore
    (text, random) => {
      const [area, exchange, line] = text.split('-')
      return random.pick([`(${area}) ${exchange}-${line}`, `${area}/${exchange}-${line}`, `${area}${exchange}${line}`, `${area}.${exchange}.${line}`]) // oxfmt-ignore
    },
  ),
  formatErrors(
    'amounts in other currencies',
    'fee',
    (random) => `$${integer(random, 10, 9999)}.${padToTwo(integer(random, 0, 99))}`,
    (text, random) => random.pick([text.slice(1), `USD ${text.slice(1)}`, text.replace(/(?<=\$\d+)(?=\d{3}\.)/, ',')]),
  ),
  swapErrors('an end before its start', ['start_date', 'end_date'], (random) => {
    const day = 86_400_000
    const start = Date.UTC(2000, 0, 1) + day * integer(random, 0, 7000)
    const formatDate = (time: number): string => new Date(time).toISOString().slice(0, 10)
    return [formatDate(start), formatDate(start + day * integer(random, 1, 90))]
  }),
  swapErrors('a minimum above its maximum', ['min_temp', 'max_temp'], (random) => {
    const min = integer(random, -10, 25)
    return [String(min), String(min + integer(random, 2, 14))]
  }),
  swapErrors('values in each other’s column', ['town', 'state'], (random) => random.pick(places)),
  {
    name: 'a value of the next column, and all after it moved',
    make({ rows }, random) {
      const clean = rows.map(() => [
        `${random.pick(['Oak', 'Elm', 'Lake', 'Hill', 'Main'])} ${integer(random, 1, 250)}`,
        ...random.pick(places),
        String(integer(random, 10_000, 99_999)),
        '',
      ])
      const dirty = clean.map((cells) => (random.chance(0.03) ? ['', ...cells.slice(0, -1)] : cells))
      return { header: ['street', 'town', 'state', 'code', 'remark'], clean, dirty }
    },
  },
]
