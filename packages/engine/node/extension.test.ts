import { renderMessages } from '../../../test/render-messages.ts'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './catalog.ts'
import { defineNode } from './define-node.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import { createControlWorkflow, createControlNodes, runControlWorkflow, getJsonValue } from '../test-control.ts'

const face = {
  family: 'logic',
  title: 'T',
  description: 'T',
  icon: 'box',
  inputs: [],
  outputs: [{ name: 'out', type: 'json' }],
} as const

const first = defineNode({
  ...face,
  type: 'greet',
  version: 1,
  settings: z.strictObject({ name: z.string() }),
  describe: () => ({ outputs: {}, summary: '' }),
  run: ({ settings }) => Promise.resolve({ outputs: { out: { kind: 'json', json: `1 ${settings.name}` } } }),
})
const second = defineNode({
  ...face,
  type: 'greet',
  version: 2,
  settings: z.strictObject({ names: z.array(z.string()) }),
  migrate: ({ name, ...rest }, from) => {
    if (name === 'nobody') throw new Error('Nobody to greet.')
    return from < 2 ? { ...rest, names: [name ?? ''] } : rest
  },
  describe({ settings }) {
    expectTypeOf(settings).toEqualTypeOf<{ names: string[] }>()
    return { outputs: {}, summary: settings.names.join() }
  },
  run({ settings }) {
    expectTypeOf(settings).toEqualTypeOf<{ names: string[] }>()
    return Promise.resolve({ outputs: { out: { kind: 'json', json: `2 ${settings.names.join()}` } } })
  },
  compensate: ({ settings, outputs }) => Promise.resolve(void [settings.names, outputs.out]),
})
const node = (name: string) => createControlWorkflow({ g: ['greet', { name }, { typeVersion: 1 }] }, [])

describe('extension', () => {
  it('[E70] a newer version of a type migrates old settings', async () => {
    const catalog = createCatalog([first, second])
    const { view } = await runControlWorkflow(node('Ann'), {}, { catalog })
    expect(getJsonValue(view.nodes.g?.outputs.out)).toBe('2 Ann')
    expect(planWorkflow(node('nobody'), catalog).problems).toMatchObject([
      { code: 'node.migration-failed', params: { reason: 'Nobody to greet.' }, where: { node: 'g' } },
    ])
    const newer = createControlWorkflow({ g: ['greet', {}, { typeVersion: 3 }] }, [])
    expect(planWorkflow(newer, catalog).problems).toMatchObject([{ code: 'node.newer-version' }])
  })

  it('[E71] a catalog has several versions; a run uses those of its start', () => {
    const catalog = createCatalog([second, first, ...createControlNodes({})])
    expect(catalog.get('greet')?.version).toBe(2)
    expect(catalog.get('greet', 1)?.version).toBe(1)
    expect(catalog.list().filter(({ type }) => type === 'greet')).toMatchObject([{ version: 2 }])
    const kept = planWorkflow(node('Ann'), catalog, { versions: { greet: 1 } })
    expect(kept.nodes[0]).toMatchObject({ settings: { name: 'Ann' }, definition: { version: 1 } })
    const gone = planWorkflow(node('Ann'), createCatalog([second]), { versions: { greet: 1 } })
    expect(renderMessages(gone.problems)).toMatchObject([
      { code: 'node.version-not-installed', hint: expect.stringContaining('version 1') },
    ])
  })
})
