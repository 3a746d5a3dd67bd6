import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readImportGraph, type ImportGraph } from './import-graph.ts'
import { isPure, getTestKind, selectTests } from './select-tests.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'aw-import-graph-'))))
afterEach(() => rmSync(root, { recursive: true }))

function graphOf(files: Record<string, string>): ImportGraph {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return readImportGraph(root)
}

describe('readImportGraph', () => {
  it.each([
    ['a static import', `import { b } from './b.ts'`],
    ['an import for its side effects', `import './b.ts'`],
    ['an export', `export * from './b.ts'`],
    ['a dynamic import', `const b = await import('./b.ts')`],
    ['the URL of a worker', `new Worker(new URL('./b.ts', import.meta.url))`],
    ['a joined path', `join(import.meta.dirname, 'b.ts')`],
    ['an import over several lines', `import {\n  b,\n  c,\n} from './b.ts'`],
  ])('follows %s', (_, text) => {
    const graph = graphOf({ 'test/a.ts': text, 'test/b.ts': `import 'node:child_process'` })
    expect([...graph.reach('test/a.ts')].toSorted()).toEqual(['node:child_process', 'test/a.ts', 'test/b.ts'])
  })

  it.each([
    ['a type import', `import type { B } from './b.ts'`],
    ['a comment', `// import './b.ts'\n/* import './b.ts' */`],
  ])('does not follow %s', (_, text) => {
    expect([...graphOf({ 'test/a.ts': text, 'test/b.ts': '' }).reach('test/a.ts')]).toEqual(['test/a.ts'])
  })

  it('resolves workspace packages to their source', () => {
    const exports = { '.': { 'aw-source': './index.ts', default: './dist/index.js' } }
    const graph = graphOf({
      'packages/b/package.json': JSON.stringify({ name: '@aw-flow/b', exports }),
      'packages/b/index.ts': '',
      'test/a.ts': `import '@aw-flow/b'`,
    })
    expect([...graph.reach('test/a.ts')]).toContain('packages/b/index.ts')
  })

  it('counts the imports to a change, and the files and folders that are read by name', () => {
    const graph = graphOf({
      'test/a.ts': `import './b.ts'`,
      'test/b.ts': 'readdirSync(join(root, "test/fixtures")); read(`./data/${name}`)',
      'test/c.ts': '',
      'test/fixtures/one.csv': '',
      'test/data/two.csv': '',
    })
    expect(graph.distance('test/a.ts', new Set(['test/a.ts']))).toBe(0)
    expect(graph.distance('test/a.ts', new Set(['test/b.ts']))).toBe(1)
    expect(graph.distance('test/a.ts', new Set(['test/fixtures/one.csv']))).toBe(2)
    expect(graph.distance('test/a.ts', new Set(['test/data/two.csv']))).toBe(2)
    expect(graph.distance('test/a.ts', new Set(['test/c.ts']))).toBeUndefined()
  })

  it('handles modules that import each other', () => {
    const graph = graphOf({ 'test/a.ts': `import './b.ts'`, 'test/b.ts': `import './a.ts'`, 'test/c.ts': '' })
    expect([...graph.reach('test/a.ts')]).toEqual(['test/a.ts', 'test/b.ts'])
    expect(graph.distance('test/a.ts', new Set(['test/c.ts']))).toBeUndefined()
  })
})

describe('selectTests', () => {
  const files = {
    'packages/a/pure.ts': '',
    'packages/a/pure.test.ts': `import './pure.ts'`,
    'packages/a/table.ts': `import '@duckdb/node-api'`,
    'packages/a/table.test.ts': `import './table.ts'`,
    'packages/a/other.test.ts': `import '@duckdb/node-api'`,
    'packages/a/shown.browser.test.ts': `import './pure.ts'`,
    'packages/a/main.process.test.ts': `import 'node:child_process'`,
    'test/e2e/studio.spec.ts': `import './studio-page.ts'`,
    'test/e2e/studio-page.ts': '',
  }

  it('always selects pure tests', () => {
    expect(selectTests(graphOf(files), new Set())).toEqual({
      unit: ['packages/a/pure.test.ts'],
      browser: [],
      processes: [],
      e2e: [],
      left: [],
    })
  })

  it('selects the other tests that the change affects', () => {
    const graph = graphOf(files)
    const { unit } = selectTests(graph, new Set(['packages/a/table.ts']))
    expect(unit).toEqual(['packages/a/pure.test.ts', 'packages/a/table.test.ts'])
    expect(selectTests(graph, new Set(['packages/a/pure.ts'])).browser).toEqual(['packages/a/shown.browser.test.ts'])
    expect(selectTests(graph, new Set(['test/e2e/studio-page.ts'])).e2e).toEqual(['test/e2e/studio.spec.ts'])
    const processes = selectTests(graph, new Set(['packages/a/main.process.test.ts'])).processes
    expect(processes).toEqual(['packages/a/main.process.test.ts'])
  })

  it('selects the nearest tests within the time limit, and lists the others', () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`packages/a/far-${n}.test.ts`, `import './between.ts'`]),
    )
    const graph = graphOf({ ...files, ...many, 'packages/a/between.ts': `import './table.ts'` })
    const { unit, left } = selectTests(graph, new Set(['packages/a/table.ts']))
    expect(unit[1]).toBe('packages/a/table.test.ts')
    expect(unit.length).toBeGreaterThan(10)
    expect(left.length).toBeGreaterThan(10)
    expect(unit.length - 2 + left.length).toBe(60)
  })

  it('counts everything as affected if the installed packages change', () => {
    const { unit, browser } = selectTests(graphOf(files), new Set(['package-lock.json']))
    expect([unit.length, browser.length]).toEqual([3, 1])
  })
})

describe('the tests of this repository', () => {
  const graph = readImportGraph(join(import.meta.dirname, '..'))
  const unit = graph.files.filter((file) => getTestKind(file) === 'unit')

  it('are pure if they open no DuckDB, PGlite, browser or process', () => {
    const isPureTest = (name: string): boolean =>
      isPure(
        unit.find((file) => file.endsWith(`/${name}`))!,
        graph,
      )
    expect(isPureTest('apply-edit.test.ts')).toBe(true)
    expect(isPureTest('node-tables.test.ts')).toBe(false)
    expect(isPureTest('api.test.ts')).toBe(false)
    expect(isPureTest('write-types.test.ts')).toBe(false)
  })

  it('are more than half pure', () => {
    expect(unit.filter((file) => isPure(file, graph)).length).toBeGreaterThan(unit.length / 2)
  })
})
