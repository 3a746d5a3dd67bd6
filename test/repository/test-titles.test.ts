import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const callWithTitle =
  /\b(?:it|test|describe)(?:\.\w+)*(?:<[^(]*>)?(?:\([^()'"`]*\))?\(\s*(['"`])((?:\\.|(?!\1)[^])*?)\1/g
/** Names in camel case that are not identifiers. */
const otherNames = new Set(['kB', 'macOS'])

/** Lists the identifiers in test titles that the code of the test file does not contain. */
function listUnknownNames(source: string): string[] {
  const known = new Set(source.replaceAll(callWithTitle, '').match(/[A-Za-z_$][\w$]*/g))
  return [...source.matchAll(callWithTitle)].flatMap(([, , title = '']) =>
    (title.replaceAll(/\$\{[^}]*\}/g, '').match(/\b[a-z]+[A-Z]\w*\b/g) ?? []).filter(
      (name) => !known.has(name) && !otherNames.has(name),
    ),
  )
}

it('detects a title with a former name of a function', () => {
  expect(listUnknownNames("describe('oldName', () => it('works on macOS', () => newName()))")).toEqual(['oldName'])
  expect(listUnknownNames("it('newName returns 1', () => expect(newName()).toBe(1))")).toEqual([])
})

it('finds in test titles only functions that the tests call', () => {
  const paths = execFileSync('git', ['ls-files', '*.test.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  const unknown = paths
    .filter((path) => !path.endsWith('repository/test-titles.test.ts'))
    .flatMap((path) => listUnknownNames(readFileSync(join(root, path), 'utf8')).map((name) => `${path}: ${name}`))
  expect(unknown).toEqual([])
})
