import { join } from 'node:path'
import { expect, it } from 'vitest'
import { searchSources, extractTemplates } from '../../../test/language/literal-texts.ts'

const folders = [join(import.meta.dirname, '..'), join(import.meta.dirname, '../../embed')]

/** Text properties of an element, by tag; none for elements that find the strings of their language themselves. */
function listTextProperties(): Map<string, string[]> {
  const properties = folders.flatMap((folder) =>
    searchSources(folder, (source) => {
      const [, tag] = /interface HTMLElementTagNameMap \{\s*'(aw-[\w-]+)'/.exec(source) ?? []
      if (tag === undefined || source.includes('new LanguageController')) return []
      const [, defaults = ''] = /extends element\(\s*\{(.*?)^ *\}/ms.exec(source) ?? []
      return [...defaults.matchAll(/^ +(strings|words|\w+Strings): /gm)].map(([, property]) => `${tag} ${property}`)
    }),
  )
  const all = new Map<string, string[]>()
  for (const [tag, property] of properties.map((one) => one.slice(one.indexOf(': ') + 2).split(' '))) {
    all.set(tag!, [...(all.get(tag!) ?? []), property!])
  }
  return all
}

/** The elements of a template that do not get all of their text properties. */
const findMissingTexts =
  (properties: ReadonlyMap<string, readonly string[]>) =>
  (source: string): string[] =>
    [...extractTemplates(source)].flatMap((markup) =>
      [...markup.matchAll(/<(aw-[\w-]+)([^>]*)>/g)].flatMap(([, tag, attributes]) =>
        (properties.get(tag!) ?? [])
          .filter((property) => !new RegExp(`\\s\\.${property}=`).test(attributes!))
          .map((property) => `<${tag}> without .${property}`),
      ),
    )

it('finds an element that does not receive its texts', () => {
  const find = findMissingTexts(new Map([['aw-data-table', ['strings']]]))
  expect(find('html`<aw-data-table .source=${() => a > b} label="x"></aw-data-table>`')).toHaveLength(1)
  expect(find('html`<aw-data-table .strings=${texts} label="x"></aw-data-table>`')).toEqual([])
})

it('passes all texts to nested elements, so that none falls back to English', () => {
  const properties = listTextProperties()
  expect(properties.size).toBeGreaterThan(35)
  expect(properties.get('aw-in-out')).toEqual(['strings', 'tableStrings'])
  expect(folders.flatMap((folder) => searchSources(folder, findMissingTexts(properties)))).toEqual([])
})
