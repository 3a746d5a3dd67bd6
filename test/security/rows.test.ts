import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedRows } from './shared-rows.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb({ threads: 1 })
})
afterAll(() => tables.close())

describe('vulnerabilities of peers do not occur in Node', () => {
  for (const { title, run } of sharedRows) it(title.replaceAll('\n', ' '), () => run(tables))
})

describe('the table of vulnerabilities', () => {
  const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const lines = readFileSync(at('test/security/README.md'), 'utf8').split('\n')
  const rows = lines.flatMap((line) => {
    const [, number, , node = '', page = '', why = ''] =
      /^\|\s*(\d+)\s*\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$/.exec(line) ?? []
    return number === undefined ? [] : [{ number, node: node.trim(), page: page.trim(), why: why.trim() }]
  })
  const paths = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path!)

  it('lists every vulnerability once, with tests in Node and in the page, or the reason for none', () => {
    expect(rows.map(({ number }) => Number(number))).toEqual(Array.from({ length: 44 }, (_, at) => at + 1))
    for (const { number, node, page, why } of rows) {
      expect([number, (node !== '' && page !== '') || why !== '']).toEqual([number, true])
    }
  })

  it('lists each test under its column: no browser test under Node, no Node test under the page', () => {
    for (const { node, page } of rows) {
      expect(paths(node).filter((path) => /\.(browser\.test|spec)\.ts$/.test(path))).toEqual([])
      // A suite is run by a browser test in the same folder or in that of its environment.
      const isOfPage = (path: string): boolean =>
        /\.(browser\.test|spec)\.ts$|\/(test-[^/]*|shared-rows)\.ts$/.test(path) || path === 'test/architecture.test.ts'
      expect(paths(page).filter((path) => !isOfPage(path))).toEqual([])
    }
  })

  const named = rows.flatMap(({ number, node, page }) =>
    [...paths(node), ...paths(page)].map((path): [string, string] => [number, path]),
  )
  it.each(named)('the title of a test has the number %s: %s', (number, path) => {
    expect([path, existsSync(at(path))]).toEqual([path, true])
    const titles = [...readFileSync(at(path), 'utf8').matchAll(/['"`]\[(\d+(?:, \d+)*)\] /g)].flatMap(([, list]) =>
      list!.split(', '),
    )
    expect([path, titles.includes(number)]).toEqual([path, true])
  })
})
