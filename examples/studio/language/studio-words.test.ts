import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inSources, literalTexts } from '../../../test/language/literal-texts.ts'
import { startingPoints } from '../workflows/starting-points.ts'
import { templates } from '../workflows/templates.ts'
import { english } from './english.ts'
import { german } from './german.ts'

const studio = join(import.meta.dirname, '..')

/** Texts that are reported beside templates: in problems, toasts and questions. */
const reported =
  /(?:(?:error|warning)\('[\w.-]+',|new ToastEvent\(|confirm\(|\b(?:message|hint|word|title|says|label|text):)\s*(['`][^'`]*\s[^'`]*['`])/g

/** Addresses and names that stand as examples in fields, the same in every language. */
const examples = new Set([
  'openai',
  'api.openai.com',
  'http://localhost:11434/v1',
  'llama3.1',
  'https://example.com/data.csv',
])

it('has no text that a person reads outside of its languages', () => {
  const found = inSources(studio, (source) => {
    const texts = [...source.matchAll(reported)].map((match) => match[1]!.replaceAll(/\$\{[^}]*\}/g, ''))
    return [...literalTexts(source), ...texts.filter((text) => /\p{L}{2,}/u.test(text))].filter(
      (text) => !examples.has(text),
    )
  })
  expect(found.filter((text) => !text.startsWith('language/'))).toEqual([])
})

/** Keys that a language need not have: templates are written in English, so that English has no other words for them. */
const open = /^templates\.(?:texts|tags|labels)\./

/** The keys of words down to the texts, which are reported by what they are; those of the editor's elements are not ours. */
function keysOf(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}${key}`
    if (here === 'editor' || here === 'formats' || open.test(here)) return []
    return typeof value === 'object' && value !== null ? keysOf(value, `${here}.`) : [`${here}: ${typeof value}`]
  })
}

it('says in German all that it says in English, and nothing else', async () => {
  const [own, other] = [english('en'), await german('de')]
  const keys = keysOf(own)
  expect(keys.length).toBeGreaterThan(400)
  expect(keysOf(other)).toEqual(expect.arrayContaining(keys))
  expect(keysOf(other)).toHaveLength(keys.length)
})

it('leaves no text empty, but for what one language has to say and the other has not', async () => {
  const texts = (words: object): unknown[] =>
    Object.values(words).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null ? texts(value) : [value],
    )
  const { editor: _, formats: __, ...words } = await german('de')
  expect(texts(words).filter((text) => text === '')).toEqual([])
})

it('has a name and a description in German for every template', async () => {
  const { texts } = (await german('de')).templates
  const ids = [...startingPoints.map(({ id }) => id), ...Object.keys(templates)]
  expect(ids.filter((id) => !texts[id])).toEqual([])
})

it('names every node and tag of the templates in German', async () => {
  const { labels, tags } = (await german('de')).templates
  const brought = [...startingPoints.map(({ workflow }) => workflow), ...Object.values(templates)]
  const names = brought.flatMap(({ nodes }) => nodes.map(({ data }) => data.label))
  expect(names.filter((name) => !labels[name])).toEqual([])
  expect(Object.keys(labels).filter((name) => !names.includes(name))).toEqual([])
  expect(Object.keys(tags).filter((tag) => !brought.some((workflow) => workflow.tags.includes(tag)))).toEqual([])
})
