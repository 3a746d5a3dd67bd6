import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkApi, entries, listStaleReports } from '../../.ci/api.mjs'

const root = resolve(import.meta.dirname, '../..')

describe('the public API', () => {
  for (const entry of entries) {
    it(`of ${entry.folder}/${entry.entry} is the one of ${entry.report}, with a tier per name`, () => {
      const { isCurrent, messages } = checkApi(entry)
      expect(messages).toEqual([])
      expect(isCurrent, 'The API differs from its report. Run `npm run api` and review the difference.').toBe(true)
    })
  }

  it('has no report of an entry that does not exist', () => {
    expect(listStaleReports()).toEqual([])
  })
})

/** Types that refer to a session or to texts of elements, which are declared less precisely. */
const isLessPrecise = new Set(
  'CanvasCommand Dialog EditorContext EditorState EventHandlers Extension InspectorSection InspectorSectionContext Panel PanelContext ResultContext ResultTab WorkflowSession'.split(
    ' ',
  ),
)
/** Types with internal members, which are in the sources but not in the declarations. */
const hasInternals = new Set(['NetworkAccess', 'SessionAssistant', 'SessionDocument', 'SessionRuns', 'SessionTables'])
/** Type arguments of generic types. */
const generic: Readonly<Record<string, string>> = {
  RequestOptions: '<number>',
  MountedContent: '<string>',
  MountContent: '<string>',
  Result: '<string>',
}

describe('the declarations of the embed', () => {
  const declarations = readFileSync(join(root, 'packages/embed/dist/aw.d.ts'), 'utf8')

  it('have no internal name, and import no other package', () => {
    expect(declarations).not.toMatch(/@internal|^import /m)
  })

  it('declare types that are equal to those of the sources', () => {
    const source = readFileSync(join(root, 'packages/embed/index.ts'), 'utf8')
    const types = [...source.matchAll(/^export type \{([^}]*)\}/gm)]
      .flatMap(([, list]) => list!.split(','))
      .map((name) => name.trim())
      .filter(Boolean)
    const checks = types
      .filter((name) => !isLessPrecise.has(name))
      .map((name) => {
        const [real, declared] = ['real', 'declared'].map((module) => `${module}.${name}${generic[name] ?? ''}`)
        return `export const ${name}: ${hasInternals.has(name) ? 'Extends' : 'Equal'}<${real}, ${declared}> = true`
      })
    const parent = join(root, 'node_modules/.cache')
    mkdirSync(parent, { recursive: true })
    const folder = mkdtempSync(join(parent, 'aw-types-'))
    try {
      // Both declare the DOM's names of elements and events, which must not be declared twice.
      writeFileSync(join(folder, 'declared.d.ts'), declarations.replace(/^declare global [\s\S]*/m, ''))
      writeFileSync(
        join(folder, 'check.ts'),
        `import type * as declared from './declared.js'
import type * as real from '../../../packages/embed/index.ts'
type Extends<A, B> = [A] extends [B] ? true : { from: A; to: B }
type Equal<A, B> = [A] extends [B] ? Extends<B, A> : { from: A; to: B }
${checks.join('\n')}
export const WorkflowSession: Extends<real.WorkflowSession, Omit<declared.WorkflowSession, 'addEventListener'>> = true
export const element: Extends<real.LocalWorkflowEditor, Pick<declared.LocalWorkflowEditor, 'src' | 'workflow' | 'preload' | 'theme' | 'readonly' | 'runOnly' | 'locked' | 'storage' | 'runner' | 'newId'>> = true
`,
      )
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          extends: '../../../test/tsconfig.json',
          // The checker adds `undefined` to optional members.
          compilerOptions: { rootDir: '../../..', exactOptionalPropertyTypes: false },
          include: ['check.ts'],
          exclude: [],
        }),
      )
      let diagnostics = ''
      try {
        execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8', stdio: 'pipe' })
      } catch (cause) {
        diagnostics = (cause as { stdout: string }).stdout.replaceAll(/^(?!node_modules\/\.cache).*\n?/gm, '')
      }
      expect(diagnostics).toBe('')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
