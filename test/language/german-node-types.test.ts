import { createMessageFormatter } from '@aw-flow/messages/catalogs'
import { nodeTypeMessages as german } from '@aw-flow/messages/de/node-types'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { nodeDocs } from '@aw-flow/nodes/docs'
import { nodeDocs as germanDocs } from '@aw-flow/nodes/docs-de'
import { describe, expect, it } from 'vitest'
import { getNodeTypeMessages } from '../../packages/editor/language/node-type-texts.ts'

const types = createBuiltInCatalog().list()
const { has, format } = createMessageFormatter('de', german)

/** Texts that are the same in German. */
const sameInGerman = new Set(
  `Webhook Plan Schema Code Name Rest Format Graph Variable Status Text Position Cosmograph Simulation Basic csv json
  jsonl parquet arrow xlsx Parquet Arrow Excel Median Minimum Maximum`.split(/\s+/),
).add('JSON Lines')
const isName = (text: string): boolean => sameInGerman.has(text) || !/[a-z]{2}/.test(text)

describe('the built-in node types in German', () => {
  it.each(types.map((type) => [type.type, type] as const))('%s has every title, help text and label', (_, type) => {
    const english = Object.entries(getNodeTypeMessages([type])).filter(([, text]) => !isName(text))
    expect(english.filter(([code]) => !has(code)).map(([code]) => code)).toEqual([])
    expect(english.filter(([code, text]) => format({ code }) === text).map(([code]) => code)).toEqual([])
  })

  it('has no text of a setting, port or choice that no type has', () => {
    const known = getNodeTypeMessages(types)
    expect(Object.keys(german).filter((code) => code.startsWith('type.') && !(code in known))).toEqual([])
  })
})

describe('the German pages of node types', () => {
  /** The first cells of the rows in a page's tables, which contain the names of settings. */
  const namesIn = (page: string): string[] =>
    [...page.matchAll(/^\| *((?:[^|`]|`[^`]*`)*?) *\|/gm)].map(([, cell = '']) => cell)
  const titleIn = (page: string): string | undefined => /^# (.*)$/m.exec(page)?.[1]

  it('use the titles of types and settings, wherever the English pages do', () => {
    let compared = 0
    const wrong: unknown[] = []
    for (const type of types) {
      const [page, germanPage] = [nodeDocs[type.type]!, germanDocs[type.type]!]
      if (titleIn(page) === type.title) expect(titleIn(germanPage)).toBe(format({ code: `type.${type.type}.title` }))
      const titles = new Map<string, string[]>()
      for (const [code, title] of Object.entries(getNodeTypeMessages([type]))) {
        if (code.startsWith(`type.${type.type}.setting.`))
          titles.set(title, [...(titles.get(title) ?? []), format({ code })])
      }
      const germanNames = namesIn(germanPage)
      for (const [line, name] of namesIn(page).entries()) {
        // A line may name several settings: "Method, URL".
        const isOne = titles.has(name)
        const actual = isOne ? [germanNames[line]] : germanNames[line]!.split(', ')
        for (const [index, title] of (isOne ? [name] : name.split(', ')).entries()) {
          const expected = titles.get(title)
          if (!expected) continue
          compared++
          if (!expected.includes(actual[index]!)) wrong.push([type.type, title, actual[index], expected])
        }
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })
})
