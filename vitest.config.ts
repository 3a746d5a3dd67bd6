import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'
import { escapePattern, level, longOnly, longOnlyTests, testProcessFlags } from './test/sizes.ts'
import shared from './vite.config.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * Code that runs in pages only. The long browser tests measure its coverage (`test/page-coverage.mjs`).
 */
const inPages = [
  'packages/canvas/**',
  'packages/client/*.ts',
  'packages/client/{document,engine,runs,storage,worker}/**',
  'packages/data/browser/**',
  'packages/editor/**',
  'packages/embed/*.ts',
  'packages/sandbox/{browser,quickjs,thread}/**',
]

/**
 * Returns the folder of transformed modules. Their imports lead to the files that the manifests of the packages name, so
 * each state of the manifests has a folder of its own.
 */
function findModuleCache(): string {
  const hash = createHash('sha256')
  const manifests = readdirSync(here('packages')).map((name) => here(`packages/${name}/package.json`))
  for (const path of manifests.sort()) if (existsSync(path)) hash.update(readFileSync(path))
  return here(`node_modules/.aw-vitest/${hash.digest('hex').slice(0, 16)}`)
}

/** Matches the full names of tests that do not run in the long tests only. */
const dailyNames = (): RegExp => {
  const titles = Object.values(longOnlyTests).flatMap((tests) => Object.keys(tests).map(escapePattern))
  return new RegExp(`^(?!.*(?:${titles.join('|')})$)`)
}

/** Configuration of the tests in Node. The build of the studio does not use it. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      root: here('.'),
      include: ['packages/**/*.test.ts', 'server/**/*.test.ts', 'examples/**/*.test.ts', 'test/**/*.test.ts'],
      exclude: [
        '**/node_modules/**',
        '**/dist/**',
        '**/*.browser.test.ts',
        'test/e2e/**',
        ...(level === 'long' ? [] : Object.keys(longOnly)),
      ],
      ...(level === 'long' ? {} : { testNamePattern: dailyNames() }),
      environment: 'node',
      testTimeout: level === 'long' ? 600_000 : 300_000,
      hookTimeout: 300_000,
      // Waiting for an eventual state; the default of 1 s is too short for processes on a busy machine.
      expect: { poll: { timeout: 180_000 } },
      pool: 'forks',
      execArgv: [...testProcessFlags],
      // Processes that run files in sequence and share loaded modules. Many files wait for programs and timers: the waits
      // of all files add up to more than their processor time. Loading the modules takes each process ten seconds.
      maxWorkers: level === 'quick' ? 2 : 4,
      isolate: false,
      // Transforming all modules takes ten seconds of processor time. The digest of a module's content names its result.
      experimental: { fsModuleCache: true, fsModuleCachePath: findModuleCache() },
      sequence: { sequencer: LongestFirst },
      coverage: {
        provider: 'v8',
        include: ['packages/**/*.ts', 'server/**/*.ts'],
        exclude: [...inPages, 'packages/create/projects/**', '**/*.test.ts', '**/test-*.ts', 'server/testing/**'],
        reporter: ['html', 'json-summary', 'text-summary', ['text-summary', { file: 'coverage.txt' }]],
        thresholds: { lines: 80, statements: 80, functions: 80, branches: 80 },
      },
    },
  }),
)
