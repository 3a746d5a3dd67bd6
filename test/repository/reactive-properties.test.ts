import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const propertiesPattern = /static (?:override )?properties\b[^=]*= \{\n([^]*?)\n {2}\}/

/**
 * Lists the reactive properties of an element that its class neither declares nor defines. TypeScript does not compare
 * the two lists, so a renamed field would silently stop causing updates.
 */
function listUndeclaredProperties(source: string): string[] {
  const [, properties = ''] = propertiesPattern.exec(source) ?? []
  const names = [...properties.matchAll(/^ {4}(\w+):/gm)].map(([, name]) => name!)
  return names.filter(
    (name) => !new RegExp(`^ {2}(?:override )?(?:declare |get |set )(?:\\w+ )*${name}\\b`, 'm').test(source),
  )
}

it('detects a reactive property with a former name', () => {
  const source = `  static override properties = {\n    label: {},\n    _former: { state: true },\n  }\n\n  declare label: string\n  declare private _current: number`
  expect(listUndeclaredProperties(source)).toEqual(['_former'])
})

it('finds only reactive properties that their classes declare', () => {
  const paths = execFileSync('git', ['ls-files', 'packages/*.ts', 'examples/studio/*.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
  const undeclared = paths
    .trim()
    .split('\n')
    .flatMap((path) =>
      listUndeclaredProperties(readFileSync(join(root, path), 'utf8')).map((name) => `${path}: ${name}`),
    )
  expect(undeclared).toEqual([])
})
