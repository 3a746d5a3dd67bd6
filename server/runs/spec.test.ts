import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const folder = new URL('.', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8')

it('every rule has a test, and every numbered test has a rule', () => {
  const rules = [...read('SPEC.md').matchAll(/^- \[(R\d+)\]/gm)].map(([, rule]) => rule!)
  expect(new Set(rules).size).toBe(rules.length)
  const tests = ['./', '../processes/'].flatMap((part) =>
    readdirSync(new URL(part, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => `${part}${path}`),
  )
  const titles = /(?:it|test)(?:\.each\([^]*?\))?\(\s*['"`]\[(R\d+)\]/g
  const tested = new Set(tests.flatMap((path) => [...read(path).matchAll(titles)].map(([, rule]) => rule!)))
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([])
  expect([...tested].filter((rule) => !rules.includes(rule))).toEqual([])
})
