import { formatCount, formatPercent } from '@aw-flow/messages'
import { formFor, type WordForms } from './counted.ts'

/**
 * Sentences that are made outside the editor (problems of the engine, reasons of agents, summaries of nodes), by how they
 * read in English, with how they read in another language. Between `‹` and `›` stands, in English, what is taken out of
 * the sentence (`‹column›`) or one of several words (`‹is|are›`); in the other language what is put in:
 *
 * - `‹name›` as it came, `‹name#›` as a number or a share (`9.5 %`), `‹name*›` said in the language too where it is a known sentence,
 * - `‹name&›` as a list (`a, b and c`), each item said in the language where it is known,
 * - `‹name|row|rows›` a number with its word by the plural rules, `‹name:row|rows›` the word alone; a language of more
 *   forms names them: `‹name|wiersz|few=wiersze|many=wierszy|other=wiersza›`.
 *
 * `{ '‹n› ‹row|rows› left.': '‹n|Zeile bleibt|Zeilen bleiben›.' }`
 */
export type Sentences = Readonly<Record<string, string>>

/** Says a text in another language; `undefined` where it is none of the known sentences. */
export type Say = (text: string) => string | undefined

interface Pattern {
  readonly begins: string
  readonly ends: string
  readonly expression: RegExp
  readonly names: readonly string[]
  /** How many characters it fixes: of two that fit, the one that fixes its beginning, then the one that fixes more, is meant. */
  readonly weight: number
  readonly said: string
}

const mark = /‹([^›]*)›/
const marks = new RegExp(mark, 'g')
/** What stands before and behind a value keeps it from running on: a name in backticks holds no backtick. */
const within: Readonly<Record<string, string>> = { '``': '[^`]', '“”': '[^”]', '""': '[^"]' }

function compile(english: string, said: string): Pattern {
  const parts = english.split(mark)
  const names: string[] = []
  let source = ''
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) source += escaped(part)
    else if (part.includes('|')) source += `(?:${part.split('|').map(escaped).join('|')})`
    else {
      names.push(part)
      const isCount = new RegExp(`‹${part}[#|:]`).test(said)
      const around = `${parts[at - 1]!.slice(-1)}${parts[at + 1]!.slice(0, 1)}`
      source += isCount ? String.raw`(-?\d[\d,.]*(?: %)?)` : `(${within[around] ?? '[^]'}*?)`
    }
  }
  return {
    begins: parts[0]!,
    ends: parts.at(-1)!,
    expression: new RegExp(`^${source}$`),
    names,
    weight: parts.filter((_, at) => at % 2 === 0).join('').length,
    said,
  }
}

/** A share such as `9.5 %`, with as many digits, as a language writes it. */
function shareIn(language: string, text: string): string {
  const number = text.slice(0, -2).replaceAll(',', '')
  return formatPercent(Number(number) / 100, language, number.split('.')[1]?.length ?? 0)
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

const mostRemembered = 2_000
/** Texts that are longer, or of more sentences, are data or a message of another program. */
const longest = 4_000
const mostSentences = 8

/**
 * Says texts by known sentences, with the numbers, lists and plurals of a language. A text may be several sentences, one
 * behind the other.
 */
export function sayBy(sentences: Sentences, language: string): Say {
  const fixed = new Map(Object.entries(sentences).filter(([english]) => !mark.test(english)))
  const patterns = Object.entries(sentences)
    .filter(([english]) => mark.test(english))
    .map(([english, said]) => compile(english, said))
    .sort((one, other) => Number(other.begins !== '') - Number(one.begins !== '') || other.weight - one.weight)
  const lists = new Intl.ListFormat(language, { type: 'conjunction' })
  const choices = new Intl.ListFormat(language, { type: 'disjunction' })
  const remembered = new Map<string, string | undefined>()

  const fill = (text: string, said: string, values: ReadonlyMap<string, string>): string =>
    said.replaceAll(marks, (_, hole: string) => {
      const [, name = '', how = '', words = ''] = /^(\w+)([#*&|:]?)([^]*)$/.exec(hole) ?? []
      const value = values.get(name) ?? ''
      const inner = (one: string): string => (one === text ? one : (say(one) ?? one))
      if (how === '*') return inner(value)
      if (how === '&') {
        const { items, isChoice } = itemsOf(value)
        return (isChoice ? choices : lists).format(items.map(inner))
      }
      if (how === '') return value
      if (how === '#' && value.endsWith(' %')) return shareIn(language, value)
      const count = Number(value.replaceAll(',', ''))
      const shown = value.trim() === '' || Number.isNaN(count) ? value : formatCount(count, language)
      if (how === '#') return shown
      const word = formFor(Number.isNaN(count) ? 2 : count, formsOf(words), language)
      return how === '|' ? `${shown} ${word}` : word
    })

  function whole(text: string): { said: string; isLoose: boolean } | undefined {
    for (const { begins, ends, expression, names, said } of patterns) {
      if (!text.startsWith(begins) || !text.endsWith(ends)) continue
      const found = expression.exec(text)
      if (!found) continue
      const values = found.slice(1)
      return {
        said: fill(text, said, new Map(names.map((name, at) => [name, values[at] ?? '']))),
        isLoose: values.some((value) => sentenceEnd.test(value)),
      }
    }
    return undefined
  }

  function byParts(text: string, left = mostSentences): string | undefined {
    const known = fixed.get(text) ?? whole(text)
    if (typeof known === 'string') return known
    if (known && !known.isLoose) return known.said
    if (left > 0) {
      for (const { index } of text.matchAll(sentenceEnds)) {
        const first = text.slice(0, index + 1)
        const said = fixed.get(first) ?? whole(first)?.said
        const rest = said === undefined ? undefined : byParts(text.slice(index + 2), left - 1)
        if (said !== undefined && rest !== undefined) return `${said} ${rest}`
      }
    }
    return known?.said
  }

  function say(text: string): string | undefined {
    if (text === '' || text.length > longest) return undefined
    if (!remembered.has(text)) {
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.set(text, byParts(text))
    }
    return remembered.get(text)
  }
  return say
}

function formsOf(words: string): WordForms {
  const forms = words.split('|')
  const named = forms.map((form) => /^(zero|one|two|few|many|other)=([^]*)$/.exec(form))
  const [one = '', other = one] = forms.filter((_, at) => !named[at])
  return { one, other, ...Object.fromEntries(named.flatMap((found) => (found ? [[found[1], found[2]]] : []))) }
}

/** The end of a sentence behind which another one begins. */
const sentenceEnd = /[.!?:…] (?=[\p{Lu}\d`"“…(])/u
const sentenceEnds = new RegExp(sentenceEnd, 'gu')

/** The items of a list as English writes it, `a`, `a, b and c` or `a or b`; names in backticks and quotes stay whole. */
function itemsOf(text: string): { items: string[]; isChoice: boolean } {
  const quoted: string[] = []
  const bare = text.replaceAll(/`[^`]*`|"[^"]*"|“[^”]*”|\([^)]*\)/g, (name) => `\uE000${quoted.push(name) - 1}\uE000`)
  const isChoice = / or /.test(bare) && !/ and /.test(bare)
  const items = bare
    .split(isChoice ? /, or |, | or / : /, and |, | and /)
    .map((item) => item.replaceAll(/\uE000(\d+)\uE000/g, (_, at) => quoted[Number(at)] ?? ''))
  return { items, isChoice }
}
