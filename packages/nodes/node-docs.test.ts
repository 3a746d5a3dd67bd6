import { readFileSync } from 'node:fs'
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
