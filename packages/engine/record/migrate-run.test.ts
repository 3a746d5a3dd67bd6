import { renderMessages } from '../../../test/render-messages.ts'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { foldRun, type RunEvent, getProblem, unwrap } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCatalog } from '../node/catalog.ts'
import { defineNode } from '../node/define-node.ts'
import {
  onNodeWaiting,
  createControlWorkflow,
  createControlNodes,
  runControlWorkflow,
  getJsonValue,
} from '../test-control.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { resumeRun } from './resume-run.ts'
import { createTestRunOptions } from './test-runs.ts'

const greet = (version: number, more: object = {}) =>
  defineNode({
    type: 'greet',
    version,
    family: 'logic',
    title: 'Greet',
    description: 'Greets',
    icon: 'box',
    inputs: [{ name: 'in', type: 'any' }],
    outputs: [{ name: 'out', type: 'json' }],
    settings: z.strictObject(version === 1 ? { name: z.string() } : { names: z.array(z.string()) }) as z.ZodType,
    describe: () => ({ outputs: {}, summary: '' }),
    run: ({ settings }) =>
      Promise.resolve({ outputs: { out: { kind: 'json', json: `${version} ${JSON.stringify(settings)}` } } }),
    ...more,
  })
const migrate = ({ name, ...rest }: Record<string, unknown>, from: number) => {
  if (name === 'nobody') throw new Error('Nobody to greet.')
  return (from < 2 ? { ...rest, names: [name] } : { name, ...rest }) as never
}
const catalogOf = (...own: ReturnType<typeof greet>[]) => createCatalog([...own, ...createControlNodes({})])
const workflow = (name = 'Ann') =>
  createControlWorkflow(
    { a: ['greet', { name }], w: ['wait'], l: ['wait', { event: 'go' }], b: ['greet', { name: '{{w.yes}}' }] },
    ['a.out>w.in', 'w.yes>b.in'],
  )

/** Returns a waiting run that was started with the first version of the type. */
async function waiting(name?: string): Promise<RunEvent[]> {
  const { events, view } = await runControlWorkflow(
    workflow(name),
    {},
    { catalog: catalogOf(greet(1)), whenIdle: 'return' },
  )
  expect(view.state).toBe('waiting')
  return events
}

describe('a run with a missing node type', () => {
  it('[E88] waits, and suggests installing, migrating or canceling', async () => {
    const kept = await waiting()
    const journal = createMemoryJournal(kept)
    const of = (catalog: ReturnType<typeof catalogOf>) => resumeRun({ ...createTestRunOptions(), journal, catalog })
    const problem = getProblem(await of(catalogOf(greet(2, { migrate }))))
    expect(problem?.code).toBe('run.type-version-not-installed')
    expect(renderMessages(problem)?.hint).toMatch(/Install version 1.*migrate the run to version 2.*cancel it/)
    expect(renderMessages(getProblem(await of(catalogOf())))?.hint).toBe(
      'Install version 1 of the type and resume, or cancel the run.',
    )
    expect((await journal.read()).events).toEqual(kept)
    const again = unwrap(
      await resumeRun({
        ...createTestRunOptions(),
        journal,
        catalog: catalogOf(greet(2), greet(1)),
        whenIdle: 'return',
      }),
    )
    expect(foldRun(again).state).toBe('waiting')
  })

  it('[E88] resumes with the installed version, and records it', async () => {
    const kept = await waiting()
    const catalog = catalogOf(greet(2, { migrate }))
    const decide = onNodeWaiting(() => undefined)
    const record = unwrap(
      await resumeRun({
        ...createTestRunOptions(),
        journal: createMemoryJournal(kept),
        catalog,
        migrate: true,
        whenIdle: 'return',
        onControl(control) {
          decide.onControl?.(control)
          const { digest } = (kept.find((event) => event.type === 'node-waiting' && event.node === 'w') as never as { waitFor: { digest: string } }).waitFor // oxfmt-ignore
          void control.decide({ node: 'w', digest, decision: 'approve', edited: 'Bob' })
          void control.signal('go')
        },
      }),
    )
    const view = foldRun(record)
    expect(view.state).toBe('completed')
    expect(getJsonValue(view.nodes.a?.outputs.out)).toBe('1 {"name":"Ann"}')
    expect(getJsonValue(view.nodes.b?.outputs.out)).toBe('2 {"names":["Bob"]}')
    expect(record.filter(({ type }) => type === 'run-migrated')).toMatchObject([{ types: { greet: 2 } }])
    expect(view.types?.greet).toBe(2)
    expect(view.log.some(({ message }) => englishFormatter.format(message).includes('"greet" 2'))).toBe(true)
    // From every later event it no longer needs the old version.
    const at = record.findIndex(({ type }) => type === 'run-migrated')
    for (let end = at + 1; end < record.length; end++) {
      const journal = createMemoryJournal(record.slice(0, end))
      const resumed = await resumeRun({ ...createTestRunOptions(), journal, catalog, whenIdle: 'return' })
      expect(getProblem(resumed)).toBeUndefined()
    }
  })

  it('[E88] is unchanged if its settings cannot be migrated', async () => {
    const kept = await waiting('nobody')
    const journal = createMemoryJournal(kept)
    const catalog = catalogOf(greet(2, { migrate }))
    const problem = getProblem(await resumeRun({ ...createTestRunOptions(), journal, catalog, migrate: true }))
    expect(renderMessages(problem)).toMatchObject({
      code: 'node.migration-failed',
      message: expect.stringContaining('cannot be mig'),
    })
    expect((await journal.read()).events).toEqual(kept)
    const none = await resumeRun({ ...createTestRunOptions(), journal, catalog: catalogOf(), migrate: true })
    expect(getProblem(none)?.code).toBe('run.type-version-not-installed')
  })

  it('[E88] can be canceled, with its waiting nodes', async () => {
    const kept = await waiting()
    const journal = createMemoryJournal(kept)
    const signal = AbortSignal.abort()
    const record = unwrap(await resumeRun({ ...createTestRunOptions(), journal, catalog: catalogOf(), signal }))
    const view = foldRun(record)
    expect(view).toMatchObject({
      state: 'cancelled',
      nodes: { a: { state: 'completed' }, w: { state: 'cancelled' }, l: { state: 'cancelled' } },
    })
    expect((await journal.read()).events).toEqual(record)
    const ended = unwrap(await resumeRun({ ...createTestRunOptions(), journal, catalog: catalogOf() }))
    expect(ended).toEqual(record)
  })
})
