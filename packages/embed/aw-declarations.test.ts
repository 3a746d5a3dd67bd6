import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type * as declared from './aw.d.ts'
import type * as real from './index.ts'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Without overloaded members and those with narrower types. */
type DeclaredSession = Omit<declared.WorkflowSession, 'addEventListener' | 'document'> & {
  document: Omit<declared.SessionDocument, 'apply'>
}

/** The declarations for hosts are written by hand, so that they need no other package. */
describe('aw.d.ts', () => {
  it('declares exactly what the module exports', () => {
    const exported = [...read('./index.ts').matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
      .flatMap((match) => match[1]!.split(','))
      .map((name) => name.replace(/^\s*type\s/, '').trim())
      .filter(Boolean)
    const declared = [
      ...read('./aw.d.ts').matchAll(/^export (?:declare )?(?:class|function|interface|const|type) (\w+)/gm),
    ]
    expect(declared.map((match) => match[1]).sort()).toEqual(exported.sort())
  })

  it('declares every attribute of the element', () => {
    const properties = /static override properties = \{([^}]*\{[^}]*\})+[^}]*\}/.exec(
      read('./local-workflow-editor.ts'),
    )
    const names = [...(properties?.[0] ?? '').matchAll(/^ {4}(\w+): \{/gm)].map((match) => match[1]!)
    expect(names).toEqual(['src', 'workflow', 'server', 'serverToken', 'preload', 'storage', 'runner'])
    for (const name of names) expect(read('./aw.d.ts')).toMatch(new RegExp(`^ {2}${name}: `, 'm'))
  })

  it('declares sessions and the element compatibly with the source (checked by types)', () => {
    expectTypeOf<real.WorkflowSession>().toExtend<DeclaredSession>()
    expectTypeOf<declared.Decision>().toExtend<real.Decision>()
    expectTypeOf<real.WaitingNode>().toExtend<declared.WaitingNode>()
    expectTypeOf<real.Conflict>().toExtend<declared.Conflict>()
    expectTypeOf<declared.Edit>().toExtend<real.Edit>()
    expectTypeOf<real.LocalWorkflowEditor>().toExtend<
      Pick<declared.LocalWorkflowEditor, 'src' | 'workflow' | 'preload' | 'theme' | 'readonly' | 'runOnly' | 'locked'>
    >()
    expectTypeOf<real.LocalWorkflowEditor['activeSession']>().toExtend<DeclaredSession | undefined>()
  })
})
