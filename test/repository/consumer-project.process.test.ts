import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { pack } from '../../.ci/pack.mjs'
import { createTestFolder } from '../../server/testing/test-resources.ts'

const root = resolve(import.meta.dirname, '../..')
const bin = (name: string): string => join(root, 'node_modules/.bin', name)

const project = createTestFolder()

/** Runs a program in the project; returns its output if it fails, else nothing. */
function failureOf(program: string, args: readonly string[], cwd: string): string {
  try {
    execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    return ''
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    return stdout + stderr || String(cause)
  }
}

/**
 * A project outside this workspace with the packed packages installed. Their dependencies are those of this workspace.
 */
beforeAll(() => {
  const modules = join(project, 'node_modules')
  const link = (name: string): void => {
    const source = join(root, 'node_modules', name)
    if (existsSync(join(modules, name)) || !existsSync(source)) return
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(source, join(modules, name))
  }
  const folders = ['messages', 'schema', 'engine', 'data', 'node-kit', 'embed'].map((name) => `packages/${name}`)
  for (const { folder, tarball, manifest } of pack(project, folders)) {
    const target = join(modules, manifest.name)
    mkdirSync(target, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
    const { dependencies = {} } = manifest as { dependencies?: Record<string, string> }
    for (const name of Object.keys(dependencies)) {
      if (name.startsWith('@aw-flow/')) continue
      // A version that only this package uses is installed in its folder.
      const nested = join(root, folder, 'node_modules', name)
      if (!existsSync(nested)) link(name)
      else {
        mkdirSync(dirname(join(target, 'node_modules', name)), { recursive: true })
        symlinkSync(nested, join(target, 'node_modules', name))
      }
    }
  }
  for (const name of ['@duckdb/node-api', '@types/node', 'undici-types']) link(name)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
})

describe('a project that has installed the packages', () => {
  it('compiles the samples of the migration page in strict mode', () => {
    const migration = readFileSync(join(root, 'docs/migration.md'), 'utf8')
    const samples = [...migration.matchAll(/^( *)```ts\n([\s\S]*?)^\1```/gm)].map((match) => match[2]!)
    expect(samples.length).toBeGreaterThan(0)
    const folder = join(project, 'migration')
    mkdirSync(folder)
    for (const [index, sample] of samples.entries()) {
      writeFileSync(join(folder, `sample-${index + 1}.ts`), `${sample}\nexport {}\n`)
    }
    for (const [module, moduleResolution] of [
      ['ESNext', 'bundler'],
      ['NodeNext', 'NodeNext'],
    ]) {
      const compilerOptions = {
        target: 'ES2022',
        lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        module,
        moduleResolution,
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
        noEmit: true,
      }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
      expect(failureOf(bin('tsc'), ['-p', folder], project), module).toBe('')
    }
  })

  it('compiles and tests a package of node types that imports only the node kit', () => {
    const folder = join(project, 'node-package')
    cpSync(join(root, 'examples/12-node-package'), folder, {
      recursive: true,
      filter: (path) => !/node_modules|dist/.test(path.slice(root.length)),
    })
    expect(failureOf(bin('tsc'), ['-p', folder], folder)).toBe('')
    expect(failureOf(process.execPath, ['--test', 'dist/rank.spec.js'], folder)).toBe('')
  })
})
