import { describe, expect, it } from 'vitest'
import { message } from '@aw-flow/messages'
import { createMessageFormatter, english as englishMessages } from '@aw-flow/messages/catalogs'
import { german as germanMessages } from '@aw-flow/messages/german'
import { builtInCatalogue } from '@aw-flow/nodes'
import { nodeDocs } from '@aw-flow/nodes/docs'
import { nodeDocs as germanDocs } from '@aw-flow/nodes/docs-de'
import type { NodeType } from '@aw-flow/schema'
import { germanSay, germanSummary } from '../../packages/editor/language/german/problems.ts'
import { germanNodeType } from '../../packages/editor/language/german/node-types.ts'
import { renderProblem } from '../../packages/editor/language/render-problem.ts'
import { settingFields, type SettingField } from '../../packages/editor/forms/fields/setting-field.ts'
import { hole, saidSentences } from './said-sentences.ts'
import { saidByPrograms, sameInGerman } from './said-by-programs.ts'

const say = germanSay('de')
const summary = germanSummary('de')
const catalogue = builtInCatalogue()
const types = catalogue.list()
const inGerman = createMessageFormatter('de', germanMessages, englishMessages)
/** The summary of a node with these settings, in German. */
function summaryOf(type: string, settings: object): string {
  const definition = catalogue.get(type)!
  const described = definition.describe({
    settings: definition.settings.parse(settings),
    inputs: {},
    context: { preview: () => undefined },
  })
  return inGerman.format(described.summary)
}
/** The sentence with a number for each of its values, and with a whole sentence where one stands before or behind it. */
const filled = (text: string): string =>
  text
    .replace(new RegExp(`^${hole}(?= [A-Z\`])`), 'It was given.')
    .replace(new RegExp(`([.]) ${hole}(?=$| \\()`), '$1 It was given.')
    .replaceAll(hole, '7')

/** Each setting of a node type that its form asks for, with those in lists and objects. */
function* allFields(schema: Readonly<Record<string, unknown>>): Generator<SettingField> {
  for (const field of settingFields({ ...schema })) {
    yield field
    if (field.items?.properties) yield* allFields(field.items)
    if (field.schema?.properties) yield* allFields(field.schema)
    for (const variant of field.variants ?? []) yield* allFields(variant.schema)
  }
}

/** A text that is a name in every language: of a format, of a method of HTTP, of a type of DuckDB. */
const isName = (text: string): boolean => sameInGerman.has(text) || !/[a-z]{2}/.test(text)

describe('what is said outside the editor', () => {
  const sentences = saidSentences()

  it('is found in the sources', () => {
    expect(sentences.length).toBeGreaterThan(0)
  })

  it('has German for every sentence that engine, nodes and agents can say', () => {
    const english = sentences.filter(
      ({ text, isSummary }) =>
        !saidByPrograms.some(({ texts }) => texts.test(text)) &&
        (isSummary
          ? types.every(({ type }) => summary(type, filled(text)) === filled(text))
          : say(filled(text)) === undefined),
    )
    expect([...new Set(english.map(({ text, place }) => `${place}: ${text.replaceAll(hole, '‹›')}`))]).toEqual([])
  })
})

describe('node types in German', () => {
  it.each(types.map((type) => [type.type, type] as const))('%s, with all that its settings say', (_, type) => {
    const german = germanNodeType(type)
    const ports = (one: NodeType): (string | undefined)[] => [...one.inputs, ...one.outputs].map(({ label }) => label)
    const untranslated = [
      ...(german.title === type.title && !isName(type.title) ? [type.title] : []),
      ...(german.description === type.description ? [type.description] : []),
      ...ports(type).filter((label, at) => label !== undefined && !isName(label) && ports(german)[at] === label),
    ]
    const before = [...allFields(type.settings)]
    for (const [at, field] of [...allFields(german.settings)].entries()) {
      const english = before[at]!
      if (field.title === english.title && !isName(field.title)) untranslated.push(field.title)
      if (field.description !== undefined && field.description === english.description)
        untranslated.push(field.description)
      for (const choice of field.choices) {
        const label = field.labels?.[String(choice)] ?? String(choice)
        if (label === (english.labels?.[String(choice)] ?? String(choice)) && !isName(label)) untranslated.push(label)
      }
      expect({ ...field, title: '', description: '', labels: {} }).toMatchObject({
        name: english.name,
        kind: english.kind,
        choices: english.choices,
      })
    }
    expect(untranslated).toEqual([])
  })

  it('say what they do in one or two lines', () => {
    expect(summaryOf('filter', { conditions: [{ column: 'city', is: 'is-empty' }] })).toBe('Behält: city ist leer')
    expect(summaryOf('aggregate', { groupBy: ['city'], measures: [{ function: 'sum', column: 'price' }] })).toBe(
      'sum(price) je city',
    )
    expect(summaryOf('merge', { how: 'rows', wait: 'all' })).toBe('Alle der Zweige\nAlle Zeilen')
    expect(summaryOf('delay', { seconds: 1 })).toBe('Wartet 1 Sekunde')
    expect(summary('host-type', 'Does what a host says')).toBe('Does what a host says')
  })
})

describe('pages of node types in German', () => {
  /** The first cells of a page's tables, which name the settings that a line tells of. */
  const namesIn = (page: string): string[] =>
    [...page.matchAll(/^\| *((?:[^|`]|`[^`]*`)*?) *\|/gm)].map(([, cell = '']) => cell)
  const titleIn = (page: string): string | undefined => /^# (.*)$/m.exec(page)?.[1]

  it('call types and settings as the forms do, wherever the English ones do', () => {
    let compared = 0
    const others: unknown[] = []
    for (const type of types) {
      const german = germanNodeType(type)
      const [page, germanPage] = [nodeDocs[type.type]!, germanDocs[type.type]!]
      if (titleIn(page) === type.title) expect(titleIn(germanPage)).toBe(german.title)
      const titles = new Map<string, string[]>()
      const germanFields = [...allFields(german.settings)]
      for (const [at, { title }] of [...allFields(type.settings)].entries())
        titles.set(title, [...(titles.get(title) ?? []), germanFields[at]!.title])
      const germanNames = namesIn(germanPage)
      for (const [line, name] of namesIn(page).entries()) {
        // A line may tell of several settings: "Method, Address".
        const isOne = titles.has(name)
        const told = isOne ? [germanNames[line]!] : germanNames[line]!.split(', ')
        for (const [at, one] of (isOne ? [name] : name.split(', ')).entries()) {
          const wanted = titles.get(one)
          if (!wanted) continue
          compared++
          if (!wanted.includes(told[at]!)) others.push([type.type, one, told[at], wanted])
        }
      }
    }
    expect(others).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })
})

describe('a sentence in German', () => {
  const formatter = createMessageFormatter('de', germanMessages)

  it('has its numbers, lists and plurals as German has them', () => {
    const reason = message('prepare.reason-finite-coordinate', {})
    const dropped = (count: number, rows: number): string =>
      formatter.format(message('prepare.rows-dropped', { dropped: count, rows, reason }))
    expect(dropped(1, 1_234)).toBe('1 von 1.234 Zeilen wurde weggelassen. Koordinaten müssen endlich sein.')
    expect(dropped(12, 40)).toBe('12 von 40 Zeilen wurden weggelassen. Koordinaten müssen endlich sein.')
    expect(formatter.format(message('prepare.drift-added', { columns: ['a', 'b and c', 'd'] }))).toBe(
      'Neue Spalten gehen unverändert durch: `a`, `b and c` und `d`.',
    )
  })

  it('renders the messages within it in German, too', () => {
    const reason = message('prepare.id-linked', { column: 'id' })
    expect(formatter.format(message('prepare.reason-id-text', { reason }))).toBe(
      '`id` kennzeichnet die Zeilen: Die Verbindungen beziehen sich darauf. Kennungen werden als Text gespeichert, damit keine gerundet wird.',
    )
  })

  it('stays as it came where it is nobody’s of ours', () => {
    const problem = { code: 'host.own', severity: 'info', message: 'As the host says it.' } as const
    expect(renderProblem(problem, (text) => (typeof text === 'string' ? (say(text) ?? text) : ''))).toEqual(problem)
    expect(say('A column that is called `The run was cancelled.` here')).toBeUndefined()
  })
})
