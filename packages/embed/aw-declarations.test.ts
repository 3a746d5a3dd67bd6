import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type * as declared from './aw.d.ts'
import type * as real from './index.ts'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Without what is overloaded, or takes only some of the edits. */
type DeclaredSession = Omit<declared.WorkflowSession, 'addEventListener' | 'document'> & {
  document: Omit<declared.SessionDocument, 'apply'>
}

/** What hosts compile against is written by hand, so that it needs no other package: it must name what is there. */
describe('aw.d.ts', () => {
  it('declares what the module exports, and nothing else', () => {
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

  it('declares of sessions and the element what is there (the type check holds it)', () => {
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
