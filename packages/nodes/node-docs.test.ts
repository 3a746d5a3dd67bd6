import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from './built-in-nodes.ts'
import { nodeDocs as germanDocs } from './node-docs.de.ts'
import { nodeDocs } from './node-docs.ts'

const sameInGerman = new Set([
  'Agent',
  'Code',
  'Format',
  'Graph',
  'Name',
  'Plan',
  'Schema',
  'Status',
  'Variable',
  'Webhook',
])
/** Returns whether a string is the same in both languages: a loanword, or a name such as `JSON`, `30 s`. */
const isName = (text: string): boolean => sameInGerman.has(text) || !/[a-z]{2}/.test(text)

const read = (family: string, type: string, ending = ''): string =>
  readFileSync(new URL(`pages/${family}/${type.replaceAll('_', '-')}${ending}.md`, import.meta.url), 'utf8')

/** The line that names an example workflow of the repository. */
const isExample = /^Examples?: `examples\//

it.each([
  ['English', '', nodeDocs],
  ['German', '.de', germanDocs],
])('contains the page of every node type in %s', (_, ending, docs) => {
  for (const { type, family } of createBuiltInCatalog().list()) {
    const lines = read(family, type, ending)
      .split('\n')
      .filter((line) => !line.startsWith('![') && !isExample.test(line) && line.trim() !== '')
    const generated = docs[type]?.split('\n').filter((line) => line.trim() !== '')
    // If this fails, run npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts
    expect(generated, type).toEqual(lines)
  }
  expect(Object.keys(docs)).toHaveLength(createBuiltInCatalog().list().length)
})

/** Code within a line, by one backtick or more. */
const codeSpan = /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g
const codeBlock = /^```[^]*?^```$/gm

/** Returns the structure of a page that is the same in every language: kinds of lines, code, and link targets. */
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

/** Returns the text of a page: its lines and table cells without code. */
const textsOf = (page: string): string[] =>
  page
    .replaceAll(codeBlock, '')
    .replaceAll(/^Examples?: `examples\/.*$/gm, '')
    .replaceAll(codeSpan, '')
    .split(/\n|(?<!\\)\|/)
    .map((text) => text.replace(/^#+/, '').trim())
    .filter((text) => /\p{L}{2}/u.test(text))

it('has every page in German with the same structure, code and pictures, and without English texts', () => {
  for (const { type, family } of createBuiltInCatalog().list()) {
    const [english, german] = [read(family, type), read(family, type, '.de')]
    expect([type, shapeOf(german)]).toEqual([type, shapeOf(english)])
    const known = new Set(textsOf(english))
    expect([type, textsOf(german).filter((text) => known.has(text) && !isName(text))]).toEqual([type, []])
  }
})

it('lists errors with existing codes, an example and a picture for every node type', () => {
  const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
  // The server reports the problems of registered agents.
  const sources = ['nodes', 'engine', 'agents', 'data', 'outside', 'schema', '../server']
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
    )
    .filter(
      (path) =>
        /^(?!.*(node_modules|dist)\/).*\.ts$/.test(path) && !/\.test\.ts$|\/test-|\/node-docs(\.de)?\.ts$/.test(path),
    )
    .map((path) => readFileSync(at(path), 'utf8'))
    .join('\n')
  for (const { type, family } of createBuiltInCatalog().list()) {
    const page = read(family, type)
    const [, errors = ''] = /^Errors?: (.*)$/m.exec(page) ?? []
    expect([type, errors]).toEqual([type, expect.stringMatching(/./)])
    const codes = [...errors.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].map(([, code]) => code!)
    expect([type, codes.filter((code) => !sources.includes(`'${code}'`))]).toEqual([type, []])
    const [, examples = ''] = /^Examples?: (`examples.*)$/m.exec(page) ?? []
    const documentedPaths = [...examples.matchAll(/`([^`]+\.json)`/g)].map(([, path]) => path!)
    expect([type, documentedPaths.filter((path) => existsSync(at(`../${path}`)))]).toEqual([type, documentedPaths])
    expect(documentedPaths).toContain(`examples/workflows/nodes/${family}/${type}.json`)
    expect(page).toContain(`docs/nodes/${family}/${type}.png)`)
  }
})
