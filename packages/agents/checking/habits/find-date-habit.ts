import { cellsOf, groupTexts, type Habit, type Rewrite, type WrittenText } from './habit.ts'

const minDates = 0.85
const minCanonical = 0.5
const minCells = 3
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

type Part = 'y' | 'yy' | 'm' | 'd' | 'b' | 'B'

/** The order of a date's parts and what stands between them, as in "y-m-d" or "B d, y". */
interface DateForm {
  order: readonly Part[]
  between: readonly string[]
}

interface Day {
  year: number
  month: number
  day: number
}

const digital = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})$/
const compact = /^(\d{4})(\d{2})(\d{2})$/
const monthFirst = /^(\p{L}{3,9})(\.?[ -])(\d{1,2})(,? |-)(\d{4}|\d{2})$/u
const dayFirst = /^(\d{1,2})([ -]|\. )(\p{L}{3,9})(\.?,?[ -])(\d{4}|\d{2})$/u
const midnight = /[T ]0{1,2}:00(?::00(?:\.0+)?)?(?:Z| ?AM)?$/

const monthOf = (word: string): number => {
  const lower = word.toLowerCase()
  const at = months.findIndex((month) => month === lower || (lower.length === 3 && month.startsWith(lower)))
  return at + 1
}

/** The form of a text as far as it can be seen; of two numbers in front which one is the month is not known yet. */
function formOf(text: string): string | undefined {
  const plain = text.replace(midnight, '')
  const numbers = digital.exec(plain)
  if (numbers) {
    const [, first = '', mark = '', , last = ''] = numbers
    if (first.length === 4) return `y${mark}m${mark}d`
    if (first.length <= 2 && (last.length === 4 || last.length === 2))
      return `?${mark}?${mark}${last.length === 4 ? 'y' : 'yy'}`
    return undefined
  }
  const short = (word: string): string => (word.length === 3 ? 'b' : 'B')
  const named = monthFirst.exec(plain)
  if (named && monthOf(named[1] as string) > 0)
    return `${short(named[1] as string)}${named[2]}d${named[4]}${(named[5] as string).length === 4 ? 'y' : 'yy'}`
  const led = dayFirst.exec(plain)
  if (led && monthOf(led[3] as string) > 0)
    return `d${led[2]}${short(led[3] as string)}${led[4]}${(led[5] as string).length === 4 ? 'y' : 'yy'}`
  if (compact.test(plain)) return 'ymd'
  return undefined
}

const parseForm = (form: string): DateForm => {
  const order = form.match(/yy|[ymdbB]/g) as Part[]
  return { order, between: form.split(/yy|[ymdbB]/).slice(1, -1) }
}

function readDay(text: string, form: string): Day | undefined {
  const plain = text.replace(midnight, '')
  const { order } = parseForm(form)
  const parts = form === 'ymd' ? compact.exec(plain)?.slice(1) : plain.match(/\d+|\p{L}+/gu)
  if (!parts || parts.length !== 3) return undefined
  const day: Day = { year: 0, month: 0, day: 0 }
  order.forEach((part, at) => {
    const written = parts[at] as string
    if (part === 'y') day.year = Number(written)
    else if (part === 'yy') day.year = Number(written) + (Number(written) <= 40 ? 2000 : 1900)
    else if (part === 'd') day.day = Number(written)
    else day.month = part === 'm' ? Number(written) : monthOf(written)
  })
  const isDay =
    day.month >= 1 &&
    day.month <= 12 &&
    day.day >= 1 &&
    day.day <= new Date(Date.UTC(day.year, day.month, 0)).getUTCDate()
  return isDay ? day : undefined
}

function writeDay(day: Day, form: string, isPadded: boolean): string {
  const { order, between } = parseForm(form)
  const pad = (value: number): string => (isPadded ? String(value).padStart(2, '0') : String(value))
  const name = months[day.month - 1] as string
  const written: Record<Part, string> = {
    y: String(day.year),
    yy: String(day.year % 100).padStart(2, '0'),
    m: pad(day.month),
    d: pad(day.day),
    b: `${(name[0] as string).toUpperCase()}${name.slice(1, 3)}`,
    B: `${(name[0] as string).toUpperCase()}${name.slice(1)}`,
  }
  return order.map((part, at) => `${written[part]}${between[at] ?? ''}`).join('')
}

/** Which of two leading numbers is the month, by what a calendar allows; where both are allowed everywhere it is not known. */
function settle(form: string, texts: readonly WrittenText[]): { form: string; isSure: boolean } | undefined {
  if (!form.startsWith('?')) return { form, isSure: true }
  const [monthFirstForm, dayFirstForm] = ['m', 'd'].map((first) =>
    form.replace('?', first).replace('?', first === 'm' ? 'd' : 'm'),
  ) as [string, string]
  const fits = (one: string): boolean => texts.every(({ text }) => readDay(text, one) !== undefined)
  const [asMonth, asDay] = [fits(monthFirstForm), fits(dayFirstForm)]
  if (asMonth && !asDay) return { form: monthFirstForm, isSure: true }
  if (asDay && !asMonth) return { form: dayFirstForm, isSure: true }
  if (!asDay && !asMonth) return undefined
  return { form: form.includes('/') ? monthFirstForm : dayFirstForm, isSure: false }
}

/** Dates in several forms; each is rewritten in the form that most cells have, where the order of day and month is certain. */
export function findDateHabit(texts: readonly WrittenText[]): Habit | undefined {
  const groups = groupTexts(texts, formOf)
  const main = groups[0]
  const dates = groups.reduce((sum, { cells }) => sum + cells, 0)
  const all = cellsOf(texts)
  if (!main || dates < minDates * all || main.cells < minCanonical * all) return undefined
  if (main.key === 'ymd' && groups.length === 1) return undefined
  const settled = settle(main.key, main.texts)
  if (!settled) return undefined
  const plain = main.texts.filter(({ text }) => !midnight.test(text))
  const isDominatedByPlain = cellsOf(plain) >= minCanonical * main.cells
  const isPadded = !main.texts.some(({ text }) => /(?<!\d)\d(?!\d)/.test(text))
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  const add = (one: WrittenText, to: string, odds: number): void => {
    if (to === one.text) return
    rewrites.set(one.text, { to, odds })
    cells += one.cells
  }
  if (isDominatedByPlain)
    for (const one of main.texts) if (midnight.test(one.text)) add(one, one.text.replace(midnight, ''), 4)
  for (const { key, texts: others } of groups.slice(1)) {
    const read = settle(key, others)
    if (!read) continue
    for (const one of others) {
      const day = readDay(one.text, read.form)
      if (!day) continue
      const isCertain = read.isSure || day.day > 12 || day.day === day.month
      add(one, writeDay(day, settled.form, isPadded), isCertain ? 4 : 1.5)
    }
  }
  if (cells < minCells) return undefined
  return {
    kind: 'date-format',
    params: { canonical: main.texts[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '', forms: groups.length },
    rewrites,
  }
}
