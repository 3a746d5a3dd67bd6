import { execFileSync } from 'node:child_process'
import type { ImportGraph } from './import-graph.ts'
import { longOnly } from './sizes.ts'

export type TestKind = 'unit' | 'browser' | 'processes' | 'e2e'

export interface SelectedTests extends Record<TestKind, readonly string[]> {
  /** Affected files that exceed the time limit and are not selected, nearest to the change first. */
  left: readonly string[]
}

/** Modules that open a DuckDB, a PGlite, a browser or a process. A test that loads none of them is a pure test. */
const heavyModules =
  /^(?:@duckdb\/|@electric-sql\/|puppeteer|playwright|@playwright\/|(?:node:)?(?:child_process|cluster)$)/

/** Files that every test depends on, although none imports them. */
const everyTestDependsOn = ['package-lock.json', 'tsconfig.base.json', 'vite.config.ts', 'vitest.config.ts']

/** Estimated seconds on one core: per file of a kind, and for preparing the kind (bundle, build). */
const cost: Record<TestKind, { file: number; ready: number }> = {
  unit: { file: 2, ready: 0 },
  browser: { file: 4, ready: 10 },
  processes: { file: 10, ready: 30 },
  e2e: { file: 20, ready: 30 },
}
/** Estimated seconds on one core for the affected tests, in addition to the pure ones. */
const maxSeconds = 70

/** Returns the kind of test in a file, or `undefined` if it contains none. */
export function getTestKind(file: string): TestKind | undefined {
  if (/^test\/e2e\/.*\.spec\.ts$/.test(file)) return 'e2e'
  if (!file.endsWith('.test.ts')) return undefined
  if (file.endsWith('.browser.test.ts')) return 'browser'
  return file.endsWith('.process.test.ts') ? 'processes' : 'unit'
}

/** Whether no module that the test loads opens a DuckDB, a PGlite, a browser or a process. */
export const isPure = (file: string, graph: ImportGraph): boolean =>
  getTestKind(file) === 'unit' && ![...graph.reach(file)].some((name) => heavyModules.test(name))

/** Selects all pure tests, and the other tests that the changed files affect, nearest first, within the time limit. */
export function selectTests(graph: ImportGraph, changed: ReadonlySet<string>): SelectedTests {
  const tests = graph.files.filter((file) => getTestKind(file) && !(file in longOnly))
  const pure = tests.filter((file) => isPure(file, graph))
  const isPureTest = new Set(pure)
  const affectsAll = everyTestDependsOn.some((file) => changed.has(file))
  const affected = tests
    .filter((file) => !isPureTest.has(file))
    .map((file) => ({ file, distance: graph.distance(file, changed) ?? (affectsAll ? Infinity : undefined) }))
    .filter((entry): entry is { file: string; distance: number } => entry.distance !== undefined)
    .sort((a, b) => a.distance - b.distance || (a.file < b.file ? -1 : 1))
  const selected: Record<TestKind, string[]> = { unit: [...pure], browser: [], processes: [], e2e: [] }
  const remaining: string[] = []
  let seconds = 0
  for (const { file } of affected) {
    const kind = getTestKind(file)!
    const { file: fileSeconds, ready } = cost[kind]
    const addedSeconds = fileSeconds + (selected[kind].length === 0 ? ready : 0)
    if (seconds + addedSeconds > maxSeconds) remaining.push(file)
    else {
      seconds += addedSeconds
      selected[kind].push(file)
    }
  }
  return { ...selected, left: remaining }
}

/**
 * Returns the files that differ from the merge base with `main`, in commits or in the working tree. On `main` itself,
 * returns the files that differ from the previous commit.
 */
export function changedFiles(root: string): Set<string> {
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      return undefined
    }
  }
  const head = git('rev-parse', 'HEAD')
  const base = ['origin/main', 'main']
    .map((name) => git('merge-base', 'HEAD', name))
    .find((entry) => entry && entry !== head)
  const lists = [
    git('diff', '--name-only', base ?? 'HEAD~1') ?? git('diff', '--name-only', 'HEAD'),
    git('ls-files', '--others', '--exclude-standard'),
  ]
  return new Set(lists.flatMap((list) => list?.split('\n') ?? []).filter(Boolean))
}
