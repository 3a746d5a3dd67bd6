import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { builtInCatalogue } from './built-in-nodes.ts'
import { nodeDocs as germanDocs } from './node-docs.de.ts'
import { nodeDocs } from './node-docs.ts'

const sameInGerman = new Set(['Code', 'Format', 'Graph', 'Name', 'Plan', 'Schema', 'Status', 'Variable', 'Webhook'])
/** A text that is the same in both languages: a word that German has taken over, or a name such as `JSON`, `30 s`. */
const isName = (text: string): boolean => sameInGerman.has(text) || !/[a-z]{2}/.test(text)

const read = (family: string, type: string, ending = ''): string =>
  readFileSync(new URL(`${family}/${type.replaceAll('_', '-')}${ending}.md`, import.meta.url), 'utf8')

/** The line that names a workflow of the repository, which tools read. */
const isExample = /^Examples?: `examples\//

it.each([
  ['English', '', nodeDocs],
  ['German', '.de', germanDocs],
])('brings the page of every node type into a page as it is written in %s', (_, ending, docs) => {
  for (const { type, family } of builtInCatalogue().list()) {
    const lines = read(family, type, ending)
      .split('\n')
      .filter((line) => !line.startsWith('![') && !isExample.test(line) && line.trim() !== '')
    const told = docs[type]?.split('\n').filter((line) => line.trim() !== '')
    // Where this fails: npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts
    expect(told, type).toEqual(lines)
  }
  expect(Object.keys(docs)).toHaveLength(builtInCatalogue().list().length)
})

/** Code within a line, by one backtick or more. */
const codeSpan = /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g
const codeBlock = /^```[^]*?^```$/gm

/** The blocks of a page line by line, its code, and what it points to: what is the same in every language. */
function shapeOf(page: string): object {
  const blocks = [...page.matchAll(codeBlock)].map(([block]) => block)
  const lines = page.replaceAll(codeBlock, '').split('\n')
  const withoutCode = (line: string): string => line.replaceAll(codeSpan, 'code')
  const kinds = lines.flatMap((line) => {
    const [, heading, item, isCell] = /^(#+) |^(\s*(?:[-*]|\d+\.)) |^(\|)/.exec(line) ?? []
    if (heading) return [heading]
    if (item) return [item]
    if (isCell) return [`${withoutCode(line).split(/(?<!\\)\|/).length - 2} cells`]
    if (isExample.test(line)) return [line]
    return line.trim() === '' ? [] : ['text']
  })
  return {
    kinds,
    blocks,
    codes: [...lines.join('\n').matchAll(codeSpan)].map(([code]) => code).sort(),
    addresses: [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, address]) => address),
  }
}

/** What a page says in words: its lines and the cells of its tables, without their code. */
const saidIn = (page: string): string[] =>
  page
    .replaceAll(codeBlock, '')
    .replaceAll(/^Examples?: `examples\/.*$/gm, '')
    .replaceAll(codeSpan, '')
    .split(/\n|(?<!\\)\|/)
    .map((text) => text.replace(/^#+/, '').trim())
    .filter((text) => /\p{L}{2}/u.test(text))

it('has the page of every node type in German: with the same parts, code and pictures, and no English left', () => {
  for (const { type, family } of builtInCatalogue().list()) {
    const [english, german] = [read(family, type), read(family, type, '.de')]
    expect([type, shapeOf(german)]).toEqual([type, shapeOf(english)])
    const known = new Set(saidIn(english))
    expect([type, saidIn(german).filter((text) => known.has(text) && !isName(text))]).toEqual([type, []])
  }
})

it('tells of every node type its errors by the codes that it has, its example and its form', () => {
  const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
  const sources = ['nodes', 'engine', 'agents', 'data', 'outside', 'schema']
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
    )
    .filter(
      (path) =>
        /^(?!.*(node_modules|dist)\/).*\.ts$/.test(path) && !/\.test\.ts$|\/test-|\/node-docs(\.de)?\.ts$/.test(path),
    )
    .map((path) => readFileSync(at(path), 'utf8'))
    .join('\n')
  for (const { type, family } of builtInCatalogue().list()) {
    const page = read(family, type)
    const [, errors = ''] = /^Errors?: (.*)$/m.exec(page) ?? []
    expect([type, errors]).toEqual([type, expect.stringMatching(/./)])
    const codes = [...errors.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].map(([, code]) => code!)
    expect([type, codes.filter((code) => !sources.includes(`'${code}'`))]).toEqual([type, []])
    const [, examples = ''] = /^Examples?: (`examples.*)$/m.exec(page) ?? []
    const shown = [...examples.matchAll(/`([^`]+\.json)`/g)].map(([, path]) => path!)
    expect([type, shown.filter((path) => existsSync(at(`../${path}`)))]).toEqual([type, shown])
    expect(shown).toContain(`examples/workflows/nodes/${type}.json`)
    expect(page).toContain(`docs/nodes/${type}.png)`)
  }
})
