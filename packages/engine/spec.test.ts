import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const numbers = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, number]) => number!)

it('every rule has a test, and every numbered test has a rule', () => {
  const rules = numbers(read('SPEC.md'), /^- \[(E\d+)\]/gm)
  expect(new Set(rules).size).toBe(rules.length)
  // Rules about journals and tables are tested in the packages that implement them.
  const packages = fileURLToPath(new URL('..', import.meta.url))
  const tests = readdirSync(packages, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /(\.test|test-[^/]*)\.ts$/.test(path) && !/node_modules|dist/.test(path),
  )
  const tested = new Set(
    tests.flatMap((path) =>
      numbers(readFileSync(`${packages}/${path}`, 'utf8'), /(?:it|test)(?:\.each\([^]*?\))?\(\s*['"`]\[(E\d+)\]/g),
    ),
  )
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([])
  expect([...tested].filter((rule) => !rules.includes(rule))).toEqual([])
})
