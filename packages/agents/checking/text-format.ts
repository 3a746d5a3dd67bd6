import type { EncodedColumn } from './encoded-table.ts'

/** How a column writes its values: which share of its cells is written in a way that is odd elsewhere. */
export interface FormatHabits {
  padded: number
  doubled: number
  quoted: number
  dotted: number
  /** Of the cells with three letters and more. */
  upper: number
  lower: number
  /** Cells whose words are in another case than elsewhere. */
  recased: number
  /** How each word is mostly written, and how often, by its lower case. */
  words: ReadonlyMap<string, { text: string; cells: number; all: number }>
}

const word = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu
/** What more cells do is a habit of the column, be it a bad one. */
const odd = 0.005
/** A column is written in one case where almost all of its cells are. */
const styled = 0.97
/** A longer text may be a sentence. */
const longest = 60

export function formatHabits(column: EncodedColumn): FormatHabits {
  const habits = { padded: 0, doubled: 0, quoted: 0, dotted: 0 }
  const forms = new Map<string, Map<string, number>>()
  let filled = 0
  let lettered = 0
  let upper = 0
  let lower = 0
  for (let code = 1; code < column.values.length; code++) {
    const cells = column.counts[code] as number
    if (cells === 0) continue
    const text = column.values[code] as string
    filled += cells
    if (text !== text.trim()) habits.padded += cells
    if (/\S\s{2,}\S/.test(text)) habits.doubled += cells
    if (isQuoted(text)) habits.quoted += cells
    if (text.endsWith('.')) habits.dotted += cells
    if (countLetters(text) >= 3) {
      lettered += cells
      if (text === text.toUpperCase()) upper += cells
      if (text === text.toLowerCase()) lower += cells
    }
    for (const [found] of text.matchAll(word)) {
      const key = found.toLowerCase()
      const by = forms.get(key) ?? new Map<string, number>()
      by.set(found, (by.get(found) ?? 0) + cells)
      forms.set(key, by)
    }
  }
  const share = (count: number, of: number): number => count / Math.max(1, of)
  const found = {
    padded: share(habits.padded, filled),
    doubled: share(habits.doubled, filled),
    quoted: share(habits.quoted, filled),
    dotted: share(habits.dotted, filled),
    upper: share(upper, lettered),
    lower: share(lower, lettered),
    recased: 0,
    words: new Map([...forms].map(([key, by]) => [key, mostOf(by)])),
  }
  let recasedCells = 0
  column.values.forEach((text, code) => {
    const cells = column.counts[code] as number
    if (code > 0 && cells > 0 && recased(text, found) !== undefined) recasedCells += cells
  })
  return { ...found, recased: share(recasedCells, filled) }
}

function mostOf(by: ReadonlyMap<string, number>): { text: string; cells: number; all: number } {
  let best = { text: '', cells: 0, all: 0 }
  let all = 0
  for (const [text, cells] of by) {
    all += cells
    if (cells > best.cells) best = { text, cells, all }
  }
  return { ...best, all }
}

/** Letters that have a case: what is written in others tells nothing of it. */
const countLetters = (text: string): number => text.match(/[\p{Lu}\p{Ll}]/gu)?.length ?? 0

/** Quotes around all of it; what holds further ones may begin and end with words in quotes. */
const isQuoted = (text: string): boolean => text.length > 2 && /^["'“”„«][^"'“”„«»]+["'“”»]$/u.test(text)

/** What a text would be without what is odd in its column, and why; `undefined` where nothing is. */
export function tidied(text: string, habits: FormatHabits): { text: string; reason: string } | undefined {
  let tidy = text
  const reasons: string[] = []
  const change = (to: string, reason: string): void => {
    if (to === tidy || to === '') return
    tidy = to
    reasons.push(reason)
  }
  if (habits.quoted < odd && isQuoted(tidy)) change(tidy.slice(1, -1), 'quotes around the value')
  if (habits.padded < odd) change(tidy.trim(), 'white space at an end')
  if (habits.doubled < odd) change(tidy.replace(/(\S)\s{2,}(?=\S)/g, '$1 '), 'several blanks in a row')
  if (
    habits.dotted < odd &&
    tidy.length >= 4 &&
    tidy.length <= longest &&
    tidy.endsWith('.') &&
    !endsInAbbreviation(tidy)
  )
    change(tidy.slice(0, -1), 'a full stop at its end')
  const cased = habits.recased < odd ? recased(tidy, habits) : undefined
  if (cased !== undefined) change(cased, 'letters in another case')
  return reasons.length > 0 ? { text: tidy, reason: reasons.join(' and ') } : undefined
}

/** True where two texts differ only in a way in which the column is written now and then: none is an error of the other. */
export const isHabitOf = ({ padded }: FormatHabits, one: string, two: string): boolean =>
  padded >= odd && one.trim() === two.trim()

const endsInAbbreviation = (text: string): boolean =>
  (/(?:^|[^\p{L}\p{N}])\p{L}{1,4}\.$/u.test(text) && /\s/.test(text)) || /\.[^\s]{0,3}\.$/u.test(text)

/** Short words that are written in no other case elsewhere: they may be meant so. */
const isOfAcronyms = (text: string, { words }: FormatHabits): boolean =>
  [...text.matchAll(word)].every(([found]) => {
    const usual = words.get(found.toLowerCase())
    return found.length < longerThanAcronyms && usual?.text === found
  })

const longerThanAcronyms = 5

/** The text in the column's case, where it is written in another one that hardly any cell has. */
function recased(text: string, habits: FormatHabits): string | undefined {
  if (countLetters(text) < 3) return undefined
  // A capital inside of a word is no other way of writing it.
  if (habits.lower > styled && /\p{Ll}\p{Lu}/u.test(text)) return undefined
  if (habits.lower > styled) return text === text.toLowerCase() ? undefined : text.toLowerCase()
  if (habits.upper > styled) return text === text.toUpperCase() ? undefined : text.toUpperCase()
  const isUpper = text === text.toUpperCase() && text !== text.toLowerCase()
  const others = [...text.matchAll(word)]
    .map(([found]) => ({ found, usual: habits.words.get(found.toLowerCase()) }))
    .slice(1)
  if (isUpper && habits.upper < odd && countLetters(text) >= 5 && !isOfAcronyms(text, habits)) {
    return text.replace(word, (found) => {
      const usual = habits.words.get(found.toLowerCase())
      if (usual && usual.text !== usual.text.toUpperCase()) return usual.text
      if (usual && usual.cells >= 3) return usual.text
      return /\d/.test(found) ? found : found.charAt(0) + found.slice(1).toLowerCase()
    })
  }
  const strange = others.filter(
    ({ found, usual }) =>
      usual && usual.text !== found && usual.cells >= 30 && usual.cells >= 0.97 * usual.all && !/^\p{L}$/u.test(found),
  )
  if (strange.length === 0) return undefined
  return text.replace(word, (found) => strange.find((one) => one.found === found)?.usual?.text ?? found)
}
