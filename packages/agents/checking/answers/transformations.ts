import { findMonthNumber, months } from '../../months.ts'
import { toTitleCase } from '../../text-case.ts'
import { toAlphanumericKey } from '../scoring/error-rates.ts'
import { toLooseShape } from '../scoring/value-shape.ts'
import { roundToDigits } from '../../round-to-digits.ts'

/** An operation that rewrites strings. Two transformations with the same name are equal. */
export interface Transformation {
  readonly name: string
  /** Returns the rewritten text, or `undefined` if the transformation does not apply to it. */
  apply(text: string): string | undefined
}

const maxTokens = 24
const maxTokenPrograms = 24
const maxConstantFraction = 0.25

/**
 * Enumerates the transformations that rewrite one string into another. They range from changing affixes, letter case or
 * single characters to programs that split the text into words and numbers and recombine them. Based on S. Gulwani,
 * "Automating string processing in spreadsheets using input-output examples" (2011).
 */
export function findTransformations(source: string, target: string): Transformation[] {
  if (source === target || source === '' || target === '') return []
  return [
    ...findAffixChanges(source, target),
    ...caseChanges.filter(({ apply }) => apply(source) === target),
    ...findReplacements(source, target),
    ...findScaling(source, target),
    ...findTokenPrograms(source, target),
  ].filter(({ apply }) => apply(source) === target)
}

const caseChanges: readonly Transformation[] = [
  { name: 'lower case', apply: (text) => text.toLowerCase() },
  { name: 'upper case', apply: (text) => text.toUpperCase() },
  { name: 'title case', apply: toTitleCase },
  { name: 'sentence case', apply: (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase() },
  { name: 'trim', apply: (text) => text.trim().replace(/\s+/g, ' ') },
  { name: 'without accents', apply: (text) => text.normalize('NFD').replace(/\p{M}/gu, '') },
  { name: 'plain number', apply: (text) => toPlainNumber(text) },
]

const toPlainNumber = (text: string): string | undefined => {
  const number = text.replaceAll(',', '')
  return /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(number) ? String(Number(number)) : undefined
}

function findAffixChanges(source: string, target: string): Transformation[] {
  const transformations: Transformation[] = []
  const start = source.indexOf(target)
  if (start >= 0) {
    const [prefix, suffix] = [source.slice(0, start), source.slice(start + target.length)]
    transformations.push({
      name: `without ${JSON.stringify([prefix, suffix])}`,
      apply: (text) =>
        text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix)
          ? text.slice(prefix.length, text.length - suffix.length)
          : undefined,
    })
  }
  const innerStart = target.indexOf(source)
  if (innerStart >= 0) {
    const [prefix, suffix] = [target.slice(0, innerStart), target.slice(innerStart + source.length)]
    const shape = toLooseShape(source)
    transformations.push({
      name: `with ${JSON.stringify([prefix, suffix, shape])}`,
      apply: (text) => (toLooseShape(text) === shape ? `${prefix}${text}${suffix}` : undefined),
    })
  }
  return transformations
}

/** Finds transformations that replace all occurrences of a substring, such as a separator. */
function findReplacements(source: string, target: string): Transformation[] {
  const [sourceWords, targetWords] = [source.match(/[\p{L}\d]+/gu) ?? [], target.match(/[\p{L}\d]+/gu) ?? []]
  const transformations: Transformation[] = []
  const [sourceSeparators, targetSeparators] = [source.split(/[\p{L}\d]+/u), target.split(/[\p{L}\d]+/u)]
  if (sourceWords.length === targetWords.length && sourceWords.every((word, index) => word === targetWords[index])) {
    const changes = new Map<string, string>()
    const isConsistent = sourceSeparators.every((part, index) => {
      const replacement = targetSeparators[index] as string
      if (changes.has(part) && changes.get(part) !== replacement) return false
      changes.set(part, replacement)
      return true
    })
    const changedParts = [...changes].filter(([part, replacement]) => part !== replacement && part !== '')
    if (isConsistent && changedParts.length === 1) {
      const [part, replacement] = changedParts[0] as [string, string]
      transformations.push({
        name: `replace ${JSON.stringify([part, replacement])}`,
        apply: (text) => (text.includes(part) ? text.replaceAll(part, replacement) : undefined),
      })
    }
  }
  // The strings may also differ in only one section between a common prefix and suffix.
  let start = 0
  while (start < Math.min(source.length, target.length) && source[start] === target[start]) start++
  let end = 0
  while (end < Math.min(source.length, target.length) - start && source.at(-1 - end) === target.at(-1 - end)) end++
  const [part, replacement] = [source.slice(start, source.length - end), target.slice(start, target.length - end)]
  const isBoundary = (edge: string, inner: string): boolean => !/^[\p{L}\d]{2}$/u.test(edge + inner)
  const hasBoundaries =
    isBoundary(source.charAt(start - 1), part.charAt(0)) &&
    isBoundary(part.slice(-1), source.charAt(source.length - end))
  if (part !== '' && hasBoundaries && 2 * part.length <= source.length)
    transformations.push({
      name: `replace ${JSON.stringify([part, replacement])}`,
      apply: (text) => (text.includes(part) ? text.replaceAll(part, replacement) : undefined),
    })
  return transformations
}

function findScaling(source: string, target: string): Transformation[] {
  const [a, b] = [Number(source), Number(target)]
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0 || b === 0 || a === b) return []
  const exponent = Math.log10(b / a)
  if (!(Math.abs(exponent - Math.round(exponent)) < 1e-9)) return []
  const power = Math.round(exponent)
  return [
    {
      name: `times 10^${power}`,
      apply: (text) => {
        const number = Number(text)
        if (text.trim() === '' || !Number.isFinite(number)) return undefined
        return String(roundToDigits(number * 10 ** power, 12))
      },
    },
  ]
}

/**
 * Enumerates the ways to truncate one string to another. Truncations are not corrections themselves, but their inverses
 * can be.
 */
export function findTruncations(source: string, target: string): Transformation[] {
  if (source === target || !source.startsWith(target) || target.length < 3) return []
  const lengths =
    source.length - target.length > 0 && source[target.length] === ' '
      ? [target.length, target.length + 1]
      : [target.length]
  return lengths.map((maxLength) => ({
    name: `first ${maxLength}`,
    apply: (text) => (text.length > maxLength ? text.slice(0, maxLength).trim() : undefined),
  }))
}

interface Token {
  readonly text: string
  readonly type: 'letters' | 'digits' | 'other'
}

const tokenize = (text: string): Token[] =>
  (text.match(/\p{L}+|\d+|[^\p{L}\d]/gu) ?? []).map((token) => ({
    text: token,
    type: /^\p{L}/u.test(token) ? 'letters' : /^\d/.test(token) ? 'digits' : 'other',
  }))

/**
 * Returns the pattern of tokenized text: `a` for each word, `9` for each number, and all other characters unchanged.
 */
const toSignature = (tokens: readonly Token[]): string =>
  tokens.map(({ text, type }) => (type === 'letters' ? 'a' : type === 'digits' ? '9' : text)).join('')

/** A part of a program's output: a constant, or a function of one input token. */
interface OutputExpression {
  readonly name: string
  write(tokens: readonly Token[]): string | undefined
}

/** Finds functions that convert the input token to the output token. */
function findTokenFunctions(
  input: Token,
  output: Token,
): { name: string; convert(text: string): string | undefined }[] {
  const [a, b] = [input.text, output.text]
  const results: { name: string; convert(text: string): string | undefined }[] = []
  if (a === b) results.push({ name: '', convert: (text) => text })
  if (input.type === 'digits' && output.type === 'digits' && a !== b && Number(a) === Number(b) && a.length < 12) {
    const { length } = b
    results.push({ name: `pad ${length}`, convert: (text) => String(Number(text)).padStart(length, '0') })
    if (!b.startsWith('0')) results.push({ name: 'number', convert: (text) => String(Number(text)) })
  } else if (input.type === 'digits' && output.type === 'digits' && a === b && !a.startsWith('0') && a.length === 2) {
    results.push({ name: 'pad 2', convert: (text) => String(Number(text)).padStart(2, '0') })
  }
  if (a.length === 4 && b.length === 2 && a.endsWith(b))
    results.push({ name: 'year 2', convert: (text) => text.slice(2) })
  if (a.length === 2 && b.length === 4 && /^(?:19|20)/.test(b) && b.endsWith(a)) {
    const pivot = b.startsWith('20') ? 50 : 0
    results.push({ name: 'year 4', convert: (text) => (text.length === 2 ? `${Number(text) < pivot ? '20' : Number(text) > 30 ? '19' : b.slice(0, 2)}${text}` : undefined) }) // oxfmt-ignore
  }
  if (input.type === 'letters' && output.type === 'letters' && a !== b) {
    if (a.toLowerCase() === b) results.push({ name: 'lower', convert: (text) => text.toLowerCase() })
    if (a.toUpperCase() === b) results.push({ name: 'upper', convert: (text) => text.toUpperCase() })
    if (toTitleCase(a) === b) results.push({ name: 'title', convert: toTitleCase })
    if (a.startsWith(b)) results.push({ name: `first ${b.length}`, convert: (text) => text.slice(0, b.length) })
    const month = findMonthNumber(a)
    if (month > 0 && month === findMonthNumber(b) && (b.length === 3 || b.toLowerCase() === months[month - 1]))
      results.push({
        name: `month name ${b.length === 3 ? 3 : ''}`,
        convert: (text) => formatMonthName(findMonthNumber(text), b.length === 3),
      })
  }
  if (
    input.type === 'letters' &&
    output.type === 'digits' &&
    findMonthNumber(a) === Number(b) &&
    findMonthNumber(a) > 0
  ) {
    const { length } = b
    if (length === 2)
      results.push({ name: 'month 2', convert: (text) => (findMonthNumber(text) ? String(findMonthNumber(text)).padStart(2, '0') : undefined) }) // oxfmt-ignore
    if (!b.startsWith('0'))
      results.push({
        name: 'month',
        convert: (text) => (findMonthNumber(text) ? String(findMonthNumber(text)) : undefined),
      })
  }
  if (input.type === 'digits' && output.type === 'letters' && findMonthNumber(b) === Number(a) && Number(a) > 0)
    results.push({
      name: `month name ${b.length === 3 ? 3 : ''}`,
      convert: (text) => formatMonthName(Number(text), b.length === 3),
    })
  return results
}

const formatMonthName = (month: number, isShort: boolean): string | undefined => {
  const name = months[month - 1]
  return name === undefined ? undefined : toTitleCase(isShort ? name.slice(0, 3) : name)
}

/** Finds programs that compose the output from the tokens of the input. */
function findTokenPrograms(source: string, target: string): Transformation[] {
  const input = tokenize(source)
  const output = tokenize(target)
  if (input.length > maxTokens || output.length > maxTokens) return []
  let programs: OutputExpression[][] = [[]]
  let constantLength = 0
  for (const token of output) {
    const expressions: OutputExpression[] = []
    if (token.type !== 'other')
      input.forEach((candidate, index) => {
        for (const { name, convert } of findTokenFunctions(candidate, token))
          expressions.push({ name: `${index}${name}`, write: (tokens) => convert((tokens[index] as Token).text) })
      })
    if (expressions.length === 0) {
      if (token.type !== 'other') constantLength += token.text.length
      expressions.push({ name: JSON.stringify(token.text), write: () => token.text })
    }
    programs = programs.flatMap((program) => expressions.map((part) => [...program, part])).slice(0, maxTokenPrograms)
  }
  if (constantLength > 0 && constantLength > maxConstantFraction * toAlphanumericKey(target).length) return []
  const signature = toSignature(input)
  // If both strings have the same pattern and differ only in a word or number, they are different values.
  if (constantLength > 0 && signature === toSignature(output)) return []
  return programs.map((program) => ({
    name: `${signature}: ${program.map(({ name }) => name).join(' ')}`,
    apply: (text) => {
      const tokens = tokenize(text)
      if (tokens.length !== input.length || toSignature(tokens) !== signature) return undefined
      let result = ''
      for (const part of program) {
        const partText = part.write(tokens)
        if (partText === undefined) return undefined
        result += partText
      }
      return result
    },
  }))
}
