import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(root, folder, file))
    .filter((file) => file.endsWith('.ts') && !/\.(test|d)\.ts$|[\\/](dist|node_modules)[\\/]/.test(file))

/** The code of a file without comments. */
const codeOf = (file: string): string =>
  readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')

/** Lines of files that match, as `file: match`. */
const matchesIn = (folder: string, pattern: RegExp): string[] =>
  sourcesIn(folder).flatMap((file) =>
    [...codeOf(file).matchAll(pattern)].map(([match]) => `${relative(root, file)}: ${match}`),
  )

/** Numbers of internal members by file. */
const internalMembers = {
  'packages/canvas/workflow-canvas-state.ts': 3,
  'packages/editor/canvas/aw-canvas.ts': 19,
  'packages/editor/canvas/commands/command.ts': 5,
  'packages/editor/forms/form-context.ts': 6,
}

describe('the canvas elements', () => {
  it('hold no geometry, hit testing, drawing or pointer code', () => {
    const forbidden =
      /\b(?:client[XY]|offset[XY]|page[XY]|getBoundingClientRect|(?:Pointer|Wheel|Touch)Event|(?:set|release)PointerCapture|hitTest|toGraph|toScreen|zoomAt|getContext|devicePixelRatio|Path2D|Math\.hypot|LGraph\w*|from 'litegraph)\b|@pointer\w+/g
    expect(matchesIn('packages/editor/canvas', forbidden)).toEqual([])
    expect(sourcesIn('packages/editor/canvas').length).toBeGreaterThan(30)
  })

  it('compute no coordinates', () => {
    const arithmetic =
      /\b(?:x|y|width|height)\b(?: [-+*/]|\)? [*/]) \w|\w[)\]]? [-+*/] (?:\w+\.)*(?:x|y|width|height)\b/g
    const found = matchesIn('packages/editor/canvas', arithmetic)
    expect(found.filter((match) => !match.includes('.styles.ts'))).toEqual([])
  })

  it('declare only public members, except those of the canvas that the declarations of the embed omit', () => {
    // An export of these packages may be internal; a member of an exported element may not.
    const internalMember = /@internal(?:(?!\*\/)[^])*\*\/\s*(?!export\b)\w[^\n]*/g
    const counts = ['packages/canvas', 'packages/editor', 'packages/embed']
      .flatMap(sourcesIn)
      .filter((file) => !file.includes('manifest'))
      .map((file) => [relative(root, file), readFileSync(file, 'utf8').match(internalMember)?.length ?? 0] as const)
    // Each of them belongs in a host object of its own. The numbers may only fall.
    expect(Object.fromEntries(counts.filter(([, count]) => count > 0))).toEqual(internalMembers)
  })
})

describe('the canvas package', () => {
  it('creates stateful objects by factories: the only class is a node of litegraph.js', () => {
    expect(matchesIn('packages/canvas', /\bclass [A-Z]\w*/g)).toEqual([
      'packages/canvas/drawing/litegraph-pass.ts: class AwNode',
    ])
  })

  it('is tested without the packages above it', () => {
    const tests = readdirSync(join(root, 'packages/canvas'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!node_modules.*)\.test\.ts$/.test(file),
    )
    const imports = tests.flatMap((file) =>
      [...readFileSync(join(root, 'packages/canvas', file), 'utf8').matchAll(/from '([^']+)'/g)].map(
        ([, name]) => name!,
      ),
    )
    expect(
      imports.filter((name) =>
        /^@aw-flow\/(?!schema|canvas)|^(?:\.\.\/)+(?:editor|embed|client|packages)\//.test(name),
      ),
    ).toEqual([])
    expect(tests.length).toBeGreaterThan(5)
  })

  it('imports no framework and no session', () => {
    expect(matchesIn('packages/canvas', /from '(?:lit['/]|@lit|@aw-flow\/(?!schema))|\bWorkflowSession\b/g)).toEqual([])
  })

  it('holds no texts for users: they come from the host', () => {
    const sentence = /(?<!new (?:Range|Type)?Error\()(['"`])[A-Z][a-z]+ [a-z][^'"`]*\1/g
    expect(matchesIn('packages/canvas', sentence)).toEqual([])
  })
})

it('canvas and editor have at most 40 files in a folder, with tests', () => {
  const counts = new Map<string, number>()
  for (const name of ['packages/canvas', 'packages/editor']) {
    for (const entry of readdirSync(join(root, name), { recursive: true, withFileTypes: true })) {
      const folder = relative(root, entry.parentPath)
      if (entry.isFile() && !/[\\/](dist|node_modules)\b/.test(folder))
        counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
  }
  expect([...counts].filter(([, count]) => count > 40)).toEqual([])
  expect(counts.size).toBeGreaterThan(20)
})
