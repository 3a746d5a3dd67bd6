import { bareText } from '../scoring/error-rates.ts'
import { looseShape } from '../scoring/value-shape.ts'

/** A way to rewrite texts. Transformations with equal names are equal. */
export interface Transformation {
  readonly name: string
  /** The rewritten text; `undefined` if the transformation does not apply to the text. */
  apply(text: string): string | undefined
}

const maxTokens = 24
const maxTokenPrograms = 24
const maxConstantShare = 0.25

/**
 * Enumerates the transformations that rewrite one text into another, from affixes, letter case and replaced characters
 * to programs that split the text into words and numbers and combine them in a different form (as in S. Gulwani,
 * "Automating string processing in spreadsheets using input-output examples", 2011).
 */
export function findTransformations(from: string, to: string): Transformation[] {
  if (from === to || from === '' || to === '') return []
  return [
    ...changeAffixes(from, to),
    ...caseChanges.filter(({ apply }) => apply(from) === to),
    ...replaceCharacters(from, to),
    ...scaleNumber(from, to),
    ...tokenPrograms(from, to),
  ].filter(({ apply }) => apply(from) === to)
}

const titleCase = (text: string): string =>
  text.toLowerCase().replace(/(?<!\p{L}|\p{L}['’])\p{L}/gu, (letter) => letter.toUpperCase())

const caseChanges: readonly Transformation[] = [
  { name: 'lower case', apply: (text) => text.toLowerCase() },
  { name: 'upper case', apply: (text) => text.toUpperCase() },
  { name: 'title case', apply: titleCase },
  { name: 'sentence case', apply: (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase() },
  { name: 'trim', apply: (text) => text.trim().replace(/\s+/g, ' ') },
  { name: 'without accents', apply: (text) => text.normalize('NFD').replace(/\p{M}/gu, '') },
  { name: 'plain number', apply: (text) => plain(text) },
]

const plain = (text: string): string | undefined => {
  const number = text.replaceAll(',', '')
  return /^[-+]?\d*\.?\d+$/.test(number) ? String(Number(number)) : undefined
}

function changeAffixes(from: string, to: string): Transformation[] {
  const found: Transformation[] = []
  const at = from.indexOf(to)
  if (at >= 0) {
    const [prefix, suffix] = [from.slice(0, at), from.slice(at + to.length)]
    found.push({
      name: `without ${JSON.stringify([prefix, suffix])}`,
      apply: (text) =>
        text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix)
          ? text.slice(prefix.length, text.length - suffix.length)
          : undefined,
    })
  }
  const inside = to.indexOf(from)
  if (inside >= 0) {
    const [prefix, suffix] = [to.slice(0, inside), to.slice(inside + from.length)]
    const shape = looseShape(from)
    found.push({
      name: `with ${JSON.stringify([prefix, suffix, shape])}`,
      apply: (text) => (looseShape(text) === shape ? `${prefix}${text}${suffix}` : undefined),
    })
  }
  return found
}

/** Replaces all occurrences of a text that has no letters or digits. */
function replaceCharacters(from: string, to: string): Transformation[] {
  const [a, b] = [from.match(/[\p{L}\d]+/gu) ?? [], to.match(/[\p{L}\d]+/gu) ?? []]
  const found: Transformation[] = []
  const [partsFrom, partsTo] = [from.split(/[\p{L}\d]+/u), to.split(/[\p{L}\d]+/u)]
  if (a.length === b.length && a.every((word, at) => word === b[at])) {
    const changes = new Map<string, string>()
    const isConsistent = partsFrom.every((part, at) => {
      const other = partsTo[at] as string
      if (changes.has(part) && changes.get(part) !== other) return false
      changes.set(part, other)
      return true
    })
    const changed = [...changes].filter(([part, other]) => part !== other && part !== '')
    if (isConsistent && changed.length === 1) {
      const [part, other] = changed[0] as [string, string]
      found.push({
        name: `replace ${JSON.stringify([part, other])}`,
        apply: (text) => (text.includes(part) ? text.replaceAll(part, other) : undefined),
      })
    }
  }
  // One changed section in the middle.
  let start = 0
  while (start < Math.min(from.length, to.length) && from[start] === to[start]) start++
  let end = 0
  while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) end++
  const [part, other] = [from.slice(start, from.length - end), to.slice(start, to.length - end)]
  const isWhole = (edge: string, inner: string): boolean => !/^[\p{L}\d]{2}$/u.test(edge + inner)
  const hasEdges =
    isWhole(from.charAt(start - 1), part.charAt(0)) && isWhole(part.slice(-1), from.charAt(from.length - end))
  if (part !== '' && hasEdges && 2 * part.length <= from.length)
    found.push({
      name: `replace ${JSON.stringify([part, other])}`,
      apply: (text) => (text.includes(part) ? text.replaceAll(part, other) : undefined),
    })
  return found
}

function scaleNumber(from: string, to: string): Transformation[] {
  const [a, b] = [Number(from), Number(to)]
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0 || b === 0 || a === b) return []
  const exponent = Math.log10(b / a)
  if (!(Math.abs(exponent - Math.round(exponent)) < 1e-9)) return []
  const factor = Math.round(exponent)
  return [
    {
      name: `times 10^${factor}`,
      apply: (text) => {
        const number = Number(text)
        if (text.trim() === '' || !Number.isFinite(number)) return undefined
        return String(Number((number * 10 ** factor).toPrecision(12)))
      },
    },
  ]
}

/** Enumerates the ways to truncate a text. They are not corrections, but their inverses are. */
export function findCuts(from: string, to: string): Transformation[] {
  if (from === to || !from.startsWith(to) || to.length < 3) return []
  const length = from.length - to.length > 0 && from[to.length] === ' ' ? [to.length, to.length + 1] : [to.length]
  return length.map((max) => ({
    name: `first ${max}`,
    apply: (text) => (text.length > max ? text.slice(0, max).trim() : undefined),
  }))
}

interface Token {
  readonly text: string
  readonly type: 'letters' | 'digits' | 'other'
}

const tokensOf = (text: string): Token[] =>
  (text.match(/\p{L}+|\d+|[^\p{L}\d]/gu) ?? []).map((token) => ({
    text: token,
    type: /^\p{L}/u.test(token) ? 'letters' : /^\d/.test(token) ? 'digits' : 'other',
  }))

/** The types of the tokens, and the characters between words and numbers. */
const signatureOf = (tokens: readonly Token[]): string =>
  tokens.map(({ text, type }) => (type === 'letters' ? 'a' : type === 'digits' ? '9' : text)).join('')

/** A part of the output: a constant, or a function of a token of the input. */
interface Part {
  readonly name: string
  write(tokens: readonly Token[]): string | undefined
}

const months = 'january february march april may june july august september october november december'.split(' ')
const monthOf = (text: string): number =>
  text.length < 3 ? 0 : months.findIndex((month) => month.startsWith(text.toLowerCase())) + 1

/** Functions of a token that a part can apply. */
function readings(input: Token, output: Token): { name: string; read(text: string): string | undefined }[] {
  const [a, b] = [input.text, output.text]
  const found: { name: string; read(text: string): string | undefined }[] = []
  if (a === b) found.push({ name: '', read: (text) => text })
  if (input.type === 'digits' && output.type === 'digits' && a !== b && Number(a) === Number(b) && a.length < 12) {
    const { length } = b
    found.push({ name: `pad ${length}`, read: (text) => String(Number(text)).padStart(length, '0') })
    if (!b.startsWith('0')) found.push({ name: 'number', read: (text) => String(Number(text)) })
  } else if (input.type === 'digits' && output.type === 'digits' && a === b && !a.startsWith('0') && a.length === 2) {
    found.push({ name: 'pad 2', read: (text) => String(Number(text)).padStart(2, '0') })
  }
  if (a.length === 4 && b.length === 2 && a.endsWith(b)) found.push({ name: 'year 2', read: (text) => text.slice(2) })
  if (a.length === 2 && b.length === 4 && /^(?:19|20)/.test(b) && b.endsWith(a)) {
    const pivot = b.startsWith('20') ? 50 : 0
    found.push({ name: 'year 4', read: (text) => (text.length === 2 ? `${Number(text) < pivot ? '20' : Number(text) > 30 ? '19' : b.slice(0, 2)}${text}` : undefined) }) // oxfmt-ignore
  }
  if (input.type === 'letters' && output.type === 'letters' && a !== b) {
    if (a.toLowerCase() === b) found.push({ name: 'lower', read: (text) => text.toLowerCase() })
    if (a.toUpperCase() === b) found.push({ name: 'upper', read: (text) => text.toUpperCase() })
    if (titleCase(a) === b) found.push({ name: 'title', read: titleCase })
    if (a.startsWith(b)) found.push({ name: `first ${b.length}`, read: (text) => text.slice(0, b.length) })
    const month = monthOf(a)
    if (month > 0 && month === monthOf(b) && (b.length === 3 || b.toLowerCase() === months[month - 1]))
      found.push({
        name: `month name ${b.length === 3 ? 3 : ''}`,
        read: (text) => monthName(monthOf(text), b.length === 3),
      })
  }
  if (input.type === 'letters' && output.type === 'digits' && monthOf(a) === Number(b) && monthOf(a) > 0) {
    const { length } = b
    if (length === 2)
      found.push({ name: 'month 2', read: (text) => (monthOf(text) ? String(monthOf(text)).padStart(2, '0') : undefined) }) // oxfmt-ignore
    if (!b.startsWith('0'))
      found.push({ name: 'month', read: (text) => (monthOf(text) ? String(monthOf(text)) : undefined) })
  }
  if (input.type === 'digits' && output.type === 'letters' && monthOf(b) === Number(a) && Number(a) > 0)
    found.push({
      name: `month name ${b.length === 3 ? 3 : ''}`,
      read: (text) => monthName(Number(text), b.length === 3),
    })
  return found
}

const monthName = (month: number, short: boolean): string | undefined => {
  const name = months[month - 1]
  return name === undefined ? undefined : titleCase(short ? name.slice(0, 3) : name)
}

/** Programs that write the output from the tokens of the input. */
function tokenPrograms(from: string, to: string): Transformation[] {
  const input = tokensOf(from)
  const output = tokensOf(to)
  if (input.length > maxTokens || output.length > maxTokens) return []
  let programs: Part[][] = [[]]
  let constants = 0
  for (const token of output) {
    const parts: Part[] = []
    if (token.type !== 'other')
      input.forEach((candidate, at) => {
        for (const { name, read } of readings(candidate, token))
          parts.push({ name: `${at}${name}`, write: (tokens) => read((tokens[at] as Token).text) })
      })
    if (parts.length === 0) {
      if (token.type !== 'other') constants += token.text.length
      parts.push({ name: JSON.stringify(token.text), write: () => token.text })
    }
    programs = programs.flatMap((program) => parts.map((part) => [...program, part])).slice(0, maxTokenPrograms)
  }
  if (constants > 0 && constants > maxConstantShare * bareText(to).length) return []
  const signature = signatureOf(input)
  // If only a word or number differs and the form is the same, it is a different value.
  if (constants > 0 && signature === signatureOf(output)) return []
  return programs.map((program) => ({
    name: `${signature}: ${program.map(({ name }) => name).join(' ')}`,
    apply: (text) => {
      const tokens = tokensOf(text)
      if (tokens.length !== input.length || signatureOf(tokens) !== signature) return undefined
      let written = ''
      for (const part of program) {
        const piece = part.write(tokens)
        if (piece === undefined) return undefined
        written += piece
      }
      return written
    },
  }))
}
