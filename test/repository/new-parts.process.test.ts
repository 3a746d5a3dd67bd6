import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writePart } from '../../.ci/new/new.mjs'
import { createTestFolder } from '../../server/testing/test-resources.ts'

const root = resolve(import.meta.dirname, '../..')
const run = (program: string, args: readonly string[], cwd: string): string => {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 })
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    throw new Error(stdout + stderr || String(cause), { cause })
  }
}

/** A copy of the checkout with a new part of each kind. Its packages are its own, their dependencies are linked. */
const copy = createTestFolder()
const parts = {
  node: 'delivery-note',
  resource: 'delivery-note',
  page: 'delivery-notes',
  panel: 'delivery-note',
}
let written: string[]
const steps: string[] = []

/** Links the dependencies of a folder. Links to packages of the workspace lead to those of the copy. */
function linkModules(folder: string): void {
  const source = join(root, folder, 'node_modules')
  if (!existsSync(source)) return
  const target = join(copy, folder, 'node_modules')
  mkdirSync(join(target, '@aw-flow'), { recursive: true })
  for (const name of readdirSync(source)) if (name !== '@aw-flow') symlinkSync(join(source, name), join(target, name))
}

beforeAll(() => {
  const generated = ['packages/messages/english-texts.ts', 'packages/client/server/api-types.ts']
  const tracked = run('git', ['ls-files', '-co', '--exclude-standard'], root).trim().split('\n')
  for (const path of [...tracked, ...generated]) {
    if (/^(?:test\/(?:fixtures|bench|labels)|stories|docs)\//.test(path) || !existsSync(join(root, path))) continue
    cpSync(join(root, path), join(copy, path))
  }
  for (const name of ['fixtures', 'bench', 'labels']) symlinkSync(join(root, 'test', name), join(copy, 'test', name))
  const folders = ['server', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)]
  for (const folder of ['', ...folders]) linkModules(folder)
  for (const folder of folders.filter((path) => existsSync(join(copy, path, 'package.json')))) {
    const { name } = JSON.parse(readFileSync(join(copy, folder, 'package.json'), 'utf8')) as { name: string }
    const link = join(copy, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(copy, folder), link)
  }
  written = Object.entries(parts).flatMap(([kind, name]) => {
    const part = writePart(copy, kind, name, 'Lieferschein')
    steps.push(...part.steps)
    return part.paths
  })
})

describe('npm run new', () => {
  it('writes the files of each kind, with tests', () => {
    expect(written.filter((path) => !existsSync(join(copy, path)))).toEqual([])
    const tests = written.filter((path) => path.endsWith('.test.ts')).map((path) => path.split('/').at(-1))
    const names = ['delivery-note.test.ts', 'delivery-note-resource.test.ts', 'delivery-note-extension.browser.test.ts']
    expect(tests).toEqual(names)
  })

  it('writes parts whose tests pass, and that every list contains', () => {
    const [writeDocs = ''] = steps.filter((step) => step.includes('write-node-docs'))
    const [npx = '', ...args] = writeDocs.split(' ')
    run(npx, args, copy)
    const tests = [
      ...written.filter((path) => /(?<!\.browser)\.test\.ts$/.test(path)),
      'examples/studio/defined-elements.test.ts',
      'packages/nodes/node-docs.test.ts',
      'packages/nodes/node-type-loaders.test.ts',
      'test/language/german-node-types.test.ts',
      'test/language/translations.test.ts',
    ]
    expect(run('npx', ['vitest', 'run', ...tests], copy)).toContain('passed')
  })

  it('writes parts of the right types', () => {
    expect(run('npx', ['tsc', '-b', '--checkers', '1'], copy)).toBe('')
  })

  it('rejects unknown kinds, wrong names and names that exist', () => {
    expect(() => writePart(copy, 'table', 'x')).toThrow('"table" is not a kind. Use node, resource, page, panel.')
    expect(() => writePart(copy, 'node', 'Sort')).toThrow('"Sort" is not a name in kebab case.')
    expect(() => writePart(copy, 'node', 'sort')).toThrow('packages/nodes/tables/sort.ts already exists.')
  })
})
