import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const cases = [
  ...readFileSync(join(import.meta.dirname, 'service-cases.md'), 'utf8').matchAll(
    /^\| ([\w-]+) \| `(.+)` \| (.+) \|$/gm,
  ),
].map(([, name, file, title]) => [name!, file!, title!] as const)

test('every case of services has a test', () => expect(cases.length).toBe(24))

test.each(cases)('%s: %s contains "%s"', (_name, file, title) => {
  expect(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')).toContain(`'${title}'`)
})
