import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const rows = [
  ...readFileSync(join(import.meta.dirname, 'seed-rows.md'), 'utf8').matchAll(/^\| (.+) \| `(.+)` \| (.+) \|$/gm),
].map(([, row, file, text]) => [row!, file!, text!.replaceAll('\\n', '\n')] as const)

test.each(rows)('%s: %s contains "%s"', (_row, file, text) => {
  expect(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')).toContain(text)
})

test('at most 12 rows deviate', () => {
  const deviations = readFileSync(join(import.meta.dirname, 'deviations.md'), 'utf8')
  expect(deviations.match(/^\| (?!seed|---)/gm)).toHaveLength(12)
})
