import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { builtInCatalogue } from './built-in-nodes.ts'
import { nodeDocs } from './node-docs.ts'

it('brings the page of every node type into a page as it is written', () => {
  for (const { type, family } of builtInCatalogue().list()) {
    const written = readFileSync(new URL(`${family}/${type.replaceAll('_', '-')}.md`, import.meta.url), 'utf8')
    const lines = written.split('\n').filter((line) => !/^!\[|^Examples?: `examples\//.test(line) && line.trim() !== '')
    const told = nodeDocs[type]?.split('\n').filter((line) => line.trim() !== '')
    // Where this fails: npx tsx --conditions=aw-source examples/docs/nodes/write-node-docs.ts
    expect(told, type).toEqual(lines)
  }
  expect(Object.keys(nodeDocs)).toHaveLength(builtInCatalogue().list().length)
})

it('tells of every node type its errors by the codes that it has, its example and its form', () => {
  const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
  const sources = ['nodes', 'engine', 'agents', 'data', 'outside', 'schema']
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
    )
    .filter(
      (path) => /^(?!.*(node_modules|dist)\/).*\.ts$/.test(path) && !/\.test\.ts$|\/test-|\/node-docs\.ts$/.test(path),
    )
    .map((path) => readFileSync(at(path), 'utf8'))
    .join('\n')
  for (const { type, family } of builtInCatalogue().list()) {
    const page = readFileSync(at(`nodes/${family}/${type.replaceAll('_', '-')}.md`), 'utf8')
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
