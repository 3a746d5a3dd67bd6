import type { RandomNumbers } from './random-numbers.ts'
import type { RuleError } from './rule-errors.ts'

const integer = (random: RandomNumbers, min: number, max: number): number =>
  min + Math.floor((max - min + 1) * random.next())

/** A column of generated values, of which 5 to 40% are written in another form. */
const forms = (
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

/** Two columns whose values are ordered, and are swapped in some rows. */
const exchanged = (
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
const two = (number: number): string => String(number).padStart(2, '0')

/** Formats a text as a spreadsheet does after it has mistaken it for a date. */
function asSpreadsheetDate(text: string): string {
  const [first = 0, second = 0] = text.split('-').map(Number)
  if (first < 1 || first > 12) return text
  if (second >= 1 && second <= 28) return `${second}-${monthNames[first - 1]}`
  return second >= 32 && second <= 99 ? `${monthNames[first - 1]}-${second}` : text
}

const minutes = (text: string): number => Number.parseInt(text, 10)
const languages = [
  ['English', 'eng', 'en'],
  ['French', 'fre', 'fr'],
  ['German', 'ger', 'de'],
  ['Spanish', 'spa', 'es'],
  ['Italian', 'ita', 'it'],
  ['Japanese', 'jpn', 'ja'],
  ['Portuguese', 'por', 'pt'],
] as const
const languageOf = (random: RandomNumbers): (typeof languages)[number] =>
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

/** Columns that are added to a public table, with errors in their format. */
export const formErrors: readonly RuleError[] = [
  forms(
    'durations in hours and minutes',
    'runtime',
    (random) => `${integer(random, 61, 190)} min`,
    (text, random) => {
      const [hours, rest] = [Math.floor(minutes(text) / 60), minutes(text) % 60]
      return random.pick([`${hours} hr. ${rest} min.`, `${hours}h ${two(rest)}m`, `${minutes(text)}`, `${hours}h${rest}min`]) // oxfmt-ignore
    },
  ),
  forms(
    'ranges that a spreadsheet took for dates',
    'pages',
    (random) => {
      const first = random.chance(0.4) ? integer(random, 1, 12) : integer(random, 13, 900)
      return `${first}-${first + integer(random, 2, 60)}`
    },
    asSpreadsheetDate,
  ),
  forms(
    'numbers with a magnitude',
    'views',
    (random) => String(1000 * integer(random, 1, 9000)),
    (text) => (Number(text) >= 1e6 ? `${Number(text) / 1e6}M` : `${Number(text) / 1000}K`),
  ),
  forms(
    'several words for yes and no',
    'active',
    (random) => (random.chance(0.6) ? 'Yes' : 'No'),
    (text, random) =>
      random.pick(text === 'Yes' ? ['Y', 'yes', 'true', '1', 'TRUE'] : ['N', 'no', 'false', '0', 'FALSE']),
  ),
  forms(
    'categories cut to their initial',
    'gender',
    (random) => random.pick(['Female', 'Male']),
    (text) => text.slice(0, 1),
  ),
  forms(
    'days before months',
    'opened',
    (random) => `${two(integer(random, 1, 12))}/${two(integer(random, 13, 28))}/${integer(random, 1995, 2020)}`,
    (text) => text.replace(/^(\d\d)\/(\d\d)/, '$2/$1'),
  ),
  forms(
    'languages as names and codes',
    'language',
    (random) => languageOf(random)[0],
    (text, random) => {
      const [, long = '', short = ''] = languages.find(([name]) => name === text) ?? []
      return random.pick([long, short])
    },
  ),
  forms(
    'phone numbers with other punctuation',
    'phone',
    (random) => `${integer(random, 201, 989)}-${integer(random, 200, 999)}-${String(integer(random, 0, 9999)).padStart(4, '0')}`, // oxfmt-ignore
    (text, random) => {
      const [area, exchange, line] = text.split('-')
      return random.pick([`(${area}) ${exchange}-${line}`, `${area}/${exchange}-${line}`, `${area}${exchange}${line}`, `${area}.${exchange}.${line}`]) // oxfmt-ignore
    },
  ),
  forms(
    'amounts in other currencies',
    'fee',
    (random) => `$${integer(random, 10, 9999)}.${two(integer(random, 0, 99))}`,
    (text, random) => random.pick([text.slice(1), `USD ${text.slice(1)}`, text.replace(/(?<=\$\d+)(?=\d{3}\.)/, ',')]),
  ),
  exchanged('an end before its start', ['start_date', 'end_date'], (random) => {
    const day = 86_400_000
    const start = Date.UTC(2000, 0, 1) + day * integer(random, 0, 7000)
    const write = (time: number): string => new Date(time).toISOString().slice(0, 10)
    return [write(start), write(start + day * integer(random, 1, 90))]
  }),
  exchanged('a minimum above its maximum', ['min_temp', 'max_temp'], (random) => {
    const min = integer(random, -10, 25)
    return [String(min), String(min + integer(random, 2, 14))]
  }),
  exchanged('values in each other’s column', ['town', 'state'], (random) => random.pick(places)),
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
