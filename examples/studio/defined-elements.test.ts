import { expect, it } from 'vitest'
import { extractTemplates, searchSources } from '../../test/language/literal-texts.ts'

/** Returns the tags of the studio's elements in the templates of a file. */
const findUsedTags = (source: string): string[] =>
  [...extractTemplates(source)].flatMap((markup) => [...markup.matchAll(/<(studio-[\w-]+)/g)].map(([, tag]) => tag!))

const findDefinedTags = (source: string): string[] =>
  [...source.matchAll(/customElements\.define\('(studio-[\w-]+)'/g)].map(([, tag]) => tag!)

const search = (find: (source: string) => string[]): Set<string> =>
  new Set(searchSources(import.meta.dirname, find).map((found) => found.split(': ')[1]!))

it('templates use only elements that are defined', () => {
  const usedTags = search(findUsedTags)
  const definedTags = search(findDefinedTags)
  expect(usedTags.size).toBeGreaterThan(40)
  expect([...usedTags].filter((tag) => !definedTags.has(tag))).toEqual([])
})
