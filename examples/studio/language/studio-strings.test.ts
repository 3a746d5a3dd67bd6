import { join } from 'node:path'
import { expect, it } from 'vitest'
import { searchSources, findLiterals } from '../../../test/language/literal-texts.ts'
import { sampleTemplates } from '../workflows/starting-points.ts'
import { templates } from '../workflows/templates.ts'
import { createEnglishStrings } from './english.ts'
import { loadStrings } from './load-strings.ts'

const studio = join(import.meta.dirname, '..')

/** Strings outside templates: in problems, toasts and confirmations. */
const reported =
  /(?:(?:error|warning)\('[\w.-]+',|new ToastEvent\(|confirm\(|\b(?:message|hint|label|title|description|label|text):)\s*(['`][^'`]*\s[^'`]*['`])/g

/** Example URLs and names, which are the same in every language. */
const examples = new Set([
  'openai',
  'api.openai.com',
  'http://localhost:11434/v1',
  'llama3.1',
  'https://example.com/data.csv',
])

it('has no visible text outside the language files', () => {
  const found = searchSources(studio, (source) => {
    const texts = [...source.matchAll(reported)].map((match) => match[1]!.replaceAll(/\$\{[^}]*\}/g, ''))
    return [...findLiterals(source), ...texts.filter((text) => /\p{L}{2,}/u.test(text))].filter(
      (text) => !examples.has(text),
    )
  })
  expect(found.filter((text) => !text.startsWith('language/'))).toEqual([])
})

it('has a German name and description for every template', async () => {
  const { translations: texts } = (await loadStrings('de')).templates
  const ids = [...sampleTemplates.map(({ id }) => id), ...Object.keys(templates)]
  expect(ids.filter((id) => !texts[id])).toEqual([])
})

it('has German names for every node and tag of the templates', async () => {
  const { labels, tags } = (await loadStrings('de')).templates
  const builtIn = [...sampleTemplates.map(({ workflow }) => workflow), ...Object.values(templates)]
  const names = builtIn.flatMap(({ nodes }) => nodes.map(({ data }) => data.label))
  expect(names.filter((name) => !labels[name])).toEqual([])
  expect(Object.keys(labels).filter((name) => !names.includes(name))).toEqual([])
  expect(Object.keys(tags).filter((tag) => !builtIn.some((workflow) => workflow.tags.includes(tag)))).toEqual([])
})

it('names the same base of a success rate on the home page and on the page of runs', async () => {
  const [own, other] = [createEnglishStrings('en'), await loadStrings('de')]
  expect(own.home.succeeded(2)).toBe('of 2 finished runs succeeded')
  expect(own.runs.succeeded('50%', 2)).toBe(`50% ${own.home.succeeded(2)}`)
  expect(other.home.succeeded(1)).toBe('von 1 beendeten Lauf erfolgreich')
  expect(other.runs.succeeded('50 %', 2)).toBe(`50 % ${other.home.succeeded(2)}`)
})

it('has German texts for problems of the HTTP API', async () => {
  const { editor } = await loadStrings('de')
  // The messages of the engine load after the first strings.
  await expect
    .poll(() => editor.renderText({ code: 'watch.folder', params: { path: 'inbox' } }))
    .toBe('Den Ordner „inbox“ gibt es in AW_FILES des Servers nicht.')
})
