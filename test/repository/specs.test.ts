import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const findNumbers = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, number]) => number!)

/** The rules, their letter, and the folders with their tests: ports are tested in the packages that implement them. */
it.each([
  ['packages/engine/SPEC.md', 'E', ['packages']],
  ['packages/schema/document/SPEC.md', 'D', ['packages']],
  ['packages/schema/sync/SPEC.md', 'L', ['packages/schema']],
  ['server/runs/SPEC.md', 'R', ['server/runs', 'server/processes']],
])('every rule of %s has a test, and every numbered test has a rule', (spec, letter, folders) => {
  const rules = findNumbers(read(spec), new RegExp(`^- \\[(${letter}\\d+)\\]`, 'gm'))
  expect(rules.length).toBeGreaterThan(20)
  expect(new Set(rules).size).toBe(rules.length)
  const tests = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(\.test|test-[^/]*)\.ts$/.test(path) && !/node_modules|dist/.test(path))
      .map((path) => join(folder, path)),
  )
  const titles = new RegExp(
    `(?:it|test|describe)(?:\\.each(?:<[^]*?>)?\\([^]*?\\))?\\(\\s*['"\`]\\[(${letter}\\d+)\\]`,
    'g',
  )
  const tested = new Set(tests.flatMap((path) => findNumbers(read(path), titles)))
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([])
  expect([...tested].filter((rule) => !rules.includes(rule))).toEqual([])
})
