import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const guide = readFileSync(join(root, 'docs/contributing.md'), 'utf8')
const pathPattern = String.raw`(?:packages|server|examples|test|docs|stories|\.github)/[\w./-]+`

it('names files and folders that exist', () => {
  const paths = new Set(guide.match(new RegExp(`(?<![\\w/.-])${pathPattern}`, 'g')))
  const missing = [...paths].filter((path) => !existsSync(join(root, path)))
  expect(paths.size).toBeGreaterThan(30)
  expect(missing).toEqual([])
})

it('names functions that their files export', () => {
  const pairs = [...guide.matchAll(new RegExp(`\`(\\w+)\` of\\s+\`(${pathPattern})\``, 'g'))]
  expect(pairs.length).toBeGreaterThan(4)
  for (const [, name = '', path = ''] of pairs) {
    expect(statSync(join(root, path)).isFile(), path).toBe(true)
    const declaration = new RegExp(`^export (?:async )?(?:function|const) ${name}\\b`, 'm')
    expect(readFileSync(join(root, path), 'utf8'), `${name} of ${path}`).toMatch(declaration)
  }
})
