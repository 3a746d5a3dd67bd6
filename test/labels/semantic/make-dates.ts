/**
 * Writes `dates.json`: columns of dates in the formats of many countries. Formats come from CLDR (`Intl.DateTimeFormat`)
 * and days from a calendar, so the label of a column is known before it is read.
 *
 *     npx tsx test/labels/semantic/make-dates.ts
 */
import { writeFileSync } from 'node:fs'
import { createRandom } from './create-random.ts'

type Order = 'day first' | 'month first' | 'year first'
interface Case {
  id: string
  name: string
  cells: string[]
  /** The order that the author intended; `none`: not dates. */
  order: Order | 'none'
  /** What reveals the order: a day above 12 or the name of a month, only the sequence of the dates, or nothing. */
  shown: 'written' | 'sequence' | 'nothing'
  /** Days of the first and the last cell in ISO 8601. */
  first?: string
  last?: string
}

const random = createRandom(20261120)
const randomInt = (limit: number): number => Math.floor(random() * limit)
const day = 86_400_000
const utcDate = (year: number, month: number, date: number): Date => new Date(Date.UTC(year, month - 1, date))
const padToTwo = (number: number): string => String(number).padStart(2, '0')

/** Series of days as in typical tables. */
const series: Record<string, () => Date[]> = {
  daily: () => {
    const start = utcDate(2015 + randomInt(9), 1 + randomInt(12), 1 + randomInt(28)).getTime()
    return Array.from({ length: 20 + randomInt(15) }, (_, index) => new Date(start + index * day))
  },
  weekly: () => {
    const start = utcDate(2015 + randomInt(9), 1 + randomInt(12), 1 + randomInt(28)).getTime()
    return Array.from({ length: 12 + randomInt(12) }, (_, index) => new Date(start + index * 7 * day))
  },
  monthEnds: () => {
    const year = 2010 + randomInt(12)
    return Array.from({ length: 12 + randomInt(12) }, (_, index) => new Date(Date.UTC(year, index + 1, 0)))
  },
  sorted: () => {
    const start = utcDate(2012 + randomInt(10), 1, 1).getTime()
    return Array.from({ length: 15 + randomInt(15) }, () => new Date(start + randomInt(365) * day)).sort(
      (a, b) => a.getTime() - b.getTime(),
    )
  },
  births: () =>
    Array.from({ length: 14 + randomInt(12) }, () =>
      utcDate(1930 + randomInt(85), 1 + randomInt(12), 1 + randomInt(28)),
    ),
  few: () => {
    const year = 2016 + randomInt(8)
    const dates = [
      utcDate(year, 2, 13 + randomInt(15)),
      utcDate(year, 1 + randomInt(12), 1 + randomInt(12)),
      utcDate(year, 9, 20 + randomInt(10)),
    ]
    return dates
  },
  lateDay: () => {
    const year = 2016 + randomInt(8)
    const early = Array.from({ length: 25 }, () => utcDate(year, 1 + randomInt(12), 1 + randomInt(12)))
    return [...early, utcDate(year, 5, 29)]
  },
}
/** Series in which no day is above 12. */
const ambiguousSeries: Record<string, { dates: () => Date[]; shown: Case['shown'] }> = {
  firstOfMonth: {
    dates: () => {
      const year = 2012 + randomInt(9)
      return Array.from({ length: 24 + randomInt(12) }, (_, index) => new Date(Date.UTC(year, index, 1)))
    },
    shown: 'sequence',
  },
  dailyToTwelve: {
    dates: () => {
      const year = 2014 + randomInt(9)
      const month = 3 + randomInt(9)
      return Array.from({ length: 9 + randomInt(3) }, (_, index) => utcDate(year, month, index + 1))
    },
    shown: 'sequence',
  },
  quarters: {
    dates: () => {
      const year = 2008 + randomInt(10)
      return Array.from({ length: 12 + randomInt(9) }, (_, index) => new Date(Date.UTC(year, index * 3, 1)))
    },
    shown: 'sequence',
  },
  scattered: {
    dates: () =>
      Array.from({ length: 3 + randomInt(3) }, () =>
        utcDate(1960 + randomInt(60), 1 + randomInt(12), 1 + randomInt(12)),
      ),
    shown: 'nothing',
  },
}

const orders: Record<string, Order> = {
  'en-GB': 'day first',
  'en-US': 'month first',
  'de-DE': 'day first',
  'de-CH': 'day first',
  'fr-FR': 'day first',
  'fr-CA': 'year first',
  'nl-NL': 'day first',
  'es-ES': 'day first',
  'es-MX': 'day first',
  'it-IT': 'day first',
  'pt-PT': 'day first',
  'pt-BR': 'day first',
  'pl-PL': 'day first',
  'cs-CZ': 'day first',
  'sk-SK': 'day first',
  'sl-SI': 'day first',
  'hr-HR': 'day first',
  'ro-RO': 'day first',
  'ru-RU': 'day first',
  'uk-UA': 'day first',
  'tr-TR': 'day first',
  'el-GR': 'day first',
  'fi-FI': 'day first',
  'da-DK': 'day first',
  'nb-NO': 'day first',
  'sv-SE': 'year first',
  'lt-LT': 'year first',
  'hu-HU': 'year first',
  'ja-JP': 'year first',
  'zh-CN': 'year first',
  'ko-KR': 'year first',
  'en-ZA': 'year first',
  'en-CA': 'year first',
  'en-IN': 'day first',
  'en-AU': 'day first',
  'vi-VN': 'day first',
  'id-ID': 'day first',
}

/** Reads the order of date parts from a country's format in the installed version of CLDR. */
function readOrder(format: Intl.DateTimeFormat): Order {
  const first = format.formatToParts(utcDate(2021, 3, 25)).find(({ type }) => /day|month|year/.test(type))?.type
  return first === 'day' ? 'day first' : first === 'month' ? 'month first' : 'year first'
}

const cases: Case[] = []
const iso = (date: Date | undefined): string => (date as Date).toISOString().slice(0, 10)
function add(
  id: string,
  dates: Date[],
  write: (date: Date) => string,
  order: Order,
  shown: Case['shown'],
  name = 'date',
): void {
  cases.push({
    id,
    name,
    cells: dates.map((date) => write(date)),
    order,
    shown,
    first: iso(dates[0]),
    last: iso(dates.at(-1)),
  })
}
const pick = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T
const names = ['date', 'Datum', 'fecha', 'created', 'Date of birth', 'data', 'when', 'start']

for (const locale of Object.keys(orders)) {
  const utc = { timeZone: 'UTC', numberingSystem: 'latn', calendar: 'gregory' } as const
  const short = new Intl.DateTimeFormat(locale, { ...utc, year: 'numeric', month: 'numeric', day: 'numeric' })
  const padded = new Intl.DateTimeFormat(locale, { ...utc, year: 'numeric', month: '2-digit', day: '2-digit' })
  const medium = new Intl.DateTimeFormat(locale, { ...utc, dateStyle: 'medium' })
  const long = new Intl.DateTimeFormat(locale, { ...utc, dateStyle: 'long' })
  const kinds = Object.keys(series)
  for (const [index, format] of [short, padded, medium, long].entries()) {
    const style = ['short', 'padded', 'medium', 'long'][index] as string
    const kind = kinds[(index * 3 + cases.length) % kinds.length] as string
    const dates = (series[kind] as () => Date[])()
    add(`${locale}-${style}-${kind}`, dates, (date) => format.format(date), readOrder(format), 'written', pick(names))
  }
  if (readOrder(padded) === 'year first') continue
  for (const [kind, { dates, shown }] of Object.entries(ambiguousSeries)) {
    if (locale !== 'en-US' && random() < 0.55) continue
    add(`${locale}-${kind}`, dates(), (date) => padded.format(date), readOrder(padded), shown, pick(names))
  }
}

const parts = (date: Date): [number, number, number] => [
  date.getUTCFullYear(),
  date.getUTCMonth() + 1,
  date.getUTCDate(),
]
const clocks: [string, (hour: number, minute: number) => string][] = [
  ['hm', (hour, minute) => `${padToTwo(hour)}:${padToTwo(minute)}`],
  ['hms', (hour, minute) => `${padToTwo(hour)}:${padToTwo(minute)}:00`],
  ['ampm', (hour, minute) => `${hour % 12 === 0 ? 12 : hour % 12}:${padToTwo(minute)} ${hour < 12 ? 'AM' : 'PM'}`],
  [
    'ampm-seconds',
    (hour, minute) => `${padToTwo(hour % 12 === 0 ? 12 : hour % 12)}:${padToTwo(minute)}:17 ${hour < 12 ? 'AM' : 'PM'}`,
  ],
]
/** Formats that are not in CLDR: exports from databases, spreadsheets and instruments. */
const otherFormats: [string, Order, (date: Date) => string][] = [
  ['us-slash', 'month first', (date) => `${parts(date)[1]}/${parts(date)[2]}/${parts(date)[0]}`],
  [
    'us-slash-2',
    'month first',
    (date) => `${padToTwo(parts(date)[1])}/${padToTwo(parts(date)[2])}/${padToTwo(parts(date)[0] % 100)}`,
  ],
  ['us-dash', 'month first', (date) => `${padToTwo(parts(date)[1])}-${padToTwo(parts(date)[2])}-${parts(date)[0]}`],
  [
    'uk-slash-2',
    'day first',
    (date) => `${padToTwo(parts(date)[2])}/${padToTwo(parts(date)[1])}/${padToTwo(parts(date)[0] % 100)}`,
  ],
  ['uk-dash', 'day first', (date) => `${padToTwo(parts(date)[2])}-${padToTwo(parts(date)[1])}-${parts(date)[0]}`],
  [
    'de-dot-2',
    'day first',
    (date) => `${padToTwo(parts(date)[2])}.${padToTwo(parts(date)[1])}.${padToTwo(parts(date)[0] % 100)}`,
  ],
  ['iso', 'year first', (date) => `${parts(date)[0]}-${padToTwo(parts(date)[1])}-${padToTwo(parts(date)[2])}`],
  ['iso-slash', 'year first', (date) => `${parts(date)[0]}/${padToTwo(parts(date)[1])}/${padToTwo(parts(date)[2])}`],
  ['iso-dot', 'year first', (date) => `${parts(date)[0]}.${padToTwo(parts(date)[1])}.${padToTwo(parts(date)[2])}`],
  [
    'oracle',
    'day first',
    (date) => `${padToTwo(parts(date)[2])}-${month(date, 'short').toUpperCase()}-${padToTwo(parts(date)[0] % 100)}`,
  ],
  ['sas', 'day first', (date) => `${padToTwo(parts(date)[2])}${month(date, 'short').toUpperCase()}${parts(date)[0]}`],
  ['excel', 'day first', (date) => `${parts(date)[2]}-${month(date, 'short')}-${padToTwo(parts(date)[0] % 100)}`],
  ['us-long', 'month first', (date) => `${month(date, 'long')} ${parts(date)[2]}, ${parts(date)[0]}`],
  [
    'uk-ordinal',
    'day first',
    (date) => `${parts(date)[2]}${ordinal(parts(date)[2])} ${month(date, 'long')} ${parts(date)[0]}`,
  ],
]
function month(date: Date, style: 'short' | 'long'): string {
  return new Intl.DateTimeFormat('en-US', { month: style, timeZone: 'UTC' }).format(date)
}
function ordinal(number: number): string {
  return number > 10 && number < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
}
for (const [form, order, write] of otherFormats) {
  for (const kind of ['daily', 'births', 'sorted', 'lateDay', 'few']) {
    const dates = (series[kind] as () => Date[])()
    if (form.endsWith('-2') && kind === 'few') continue
    add(`${form}-${kind}`, dates, write, order, 'written', pick(names))
  }
}
for (const [form, order, write] of otherFormats.slice(0, 9)) {
  for (const [clock, time] of clocks) {
    const dates = (series[pick(['daily', 'sorted', 'weekly'])] as () => Date[])()
    add(
      `${form}-${clock}`,
      dates,
      (date) => `${write(date)} ${time(randomInt(24), randomInt(60))}`,
      order,
      'written',
      'created',
    )
  }
}
for (const [form, order, write] of otherFormats.slice(0, 5)) {
  for (const [kind, { dates, shown }] of Object.entries(ambiguousSeries)) {
    // If two digits may be year, month or day, the sequence is not sufficient.
    add(`${form}-${kind}`, dates(), write, order, form.endsWith('-2') ? 'nothing' : shown, 'date')
  }
}

const notDates: [string, string, string[]][] = [
  ['versions', 'version', ['1.2.3', '1.2.4', '1.3.0', '2.0.1']],
  ['versions-long', 'release', ['10.4.2021', '10.5.0', '11.0.1', '11.2.33']],
  ['addresses', 'ip', ['192.168.0.1', '10.0.0.12', '172.16.4.3']],
  ['sort-codes', 'sort code', ['20-45-53', '60-83-71', '40-11-60', '09-01-28']],
  ['part-numbers', 'part', ['10-11-12', '09-08-07', '10-11-13', '99-08-71']],
  ['fractions', 'ratio', ['1/2', '3/4', '5/8', '7/16']],
  ['scores', 'result', ['3-1', '2-0', '1-1', '0-4']],
  ['score-spans', 'score', ['21-15', '21-18', '19-21']],
  ['security-numbers', 'ssn', ['123-45-6789', '987-65-4320', '457-55-5462']],
  ['chapters', 'section', ['1.1', '1.2', '2.1', '2.2.1']],
  ['telephone', 'phone', ['555-12-34', '555-98-76', '123-45-67']],
  ['telephone-fr', 'téléphone', ['01.42.68.53.00', '04.72.10.30.30', '05.61.22.29.22']],
  ['ages', 'age group', ['0-4', '5-9', '10-14', '15-19']],
  ['school-years', 'year', ['2018/19', '2019/20', '2020/21']],
  ['seasons', 'season', ['2018-2019', '2019-2020', '2020-2021']],
  ['years', 'year', ['1999', '2000', '2001']],
  ['quarters', 'quarter', ['2020Q1', '2020Q2', '2020Q3']],
  ['weeks', 'week', ['2020-W01', '2020-W02', '2020-W53']],
  ['paths', 'path', ['1/2/3', '1/2/4', '13/45/9', '2/77/1']],
  ['impossible', 'code', ['31/02/2020x', '99/99/2020', '45/17/2021', '12/13/20211']],
  ['mixed-orders', 'date', ['31/01/2020', '01/31/2020', '15/03/2020', '03/15/2020']],
  ['words', 'month', ['January', 'March', 'May', 'June']],
  ['marches', 'text', ['March on', 'May be', 'June bug']],
  ['case-numbers', 'Aktenzeichen', ['12/3/2020-A', '14/5/2020-B', '2/11/2021-A']],
  ['dois', 'doi', ['10.1000/182', '10.1093/ajae/aaq063', '10.1109/5.771073']],
  ['isbn', 'isbn', ['3-16-148410-0', '0-306-40615-2', '1-84356-028-3']],
  ['hs-codes', 'HS', ['01.01.21', '01.01.29', '84.71.30', '85.17.12']],
  ['cas-numbers', 'CAS', ['50-00-0', '64-17-5', '67-56-1', '7732-18-5']],
  ['nace', 'NACE', ['01.11', '01.12', '10.51', '62.01']],
  ['lab-ids', 'sample', ['12-03-001', '12-03-002', '14-07-118']],
]
for (const [id, name, cells] of notDates) cases.push({ id: `none-${id}`, name, cells, order: 'none', shown: 'written' })

writeFileSync(
  new URL('dates.json', import.meta.url),
  `[\n${cases.map((datesCase) => `  ${JSON.stringify(datesCase)}`).join(',\n')}\n]\n`,
)
