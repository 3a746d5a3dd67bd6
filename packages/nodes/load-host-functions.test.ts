import { NodeError, type HostFunctionDefinition } from '@aw-flow/engine'
import { expect, test } from 'vitest'
import { loadCustomNodes } from './load-custom-nodes.ts'
import { loadHostFunctions } from './load-host-functions.ts'
import { shout } from './test-own-nodes.ts'

const stock: HostFunctionDefinition = {
  name: 'stock',
  description: 'Items in stock.',
  parameters: { type: 'object', properties: { item: { type: 'string' } } },
  reads: ['private'],
  effects: 'none',
  targets: ['item'],
  call: (args, { idempotencyKey }) => ({ args, idempotencyKey }),
}
const { call: _call, ...declaration } = stock
const modules: Record<string, unknown> = {
  functions: { functions: [stock] },
  both: { default: [shout], functions: [{ ...stock, name: 'other', call: () => undefined }] },
  nodes: { default: [shout] },
  incomplete: { functions: [stock, { ...stock, name: 'half', effects: 'unknown' }] },
  noCall: { functions: [declaration] },
}
const load = async (name: string): Promise<unknown> => modules[name]
const context = { idempotencyKey: 'k', signal: new AbortController().signal }

test('lists and calls the functions that modules export, beside their node types', async () => {
  const functions = await loadHostFunctions(['functions', 'both', 'nodes'], load)
  expect(await functions!.list()).toEqual([declaration, { ...declaration, name: 'other' }])
  expect(await functions!.call('stock', { item: 'lamp' }, context)).toEqual({
    args: { item: 'lamp' },
    idempotencyKey: 'k',
  })
  // A function without a result returns null, because a result is JSON.
  expect(await functions!.call('other', {}, context)).toBe(null)
  await expect(functions!.call('none', {}, context)).rejects.toThrow('"none" does not exist')
  expect((await loadCustomNodes(['functions', 'both'], load)).map(({ type }) => type)).toEqual(['shout'])
  expect(await loadHostFunctions(['nodes'], load)).toBe(undefined)
})

test.each([
  [['incomplete'], /Function "half" needs name/],
  [['noCall'], /Function "stock" needs name/],
  [['functions', 'functions'], /"stock" is defined twice/],
])('rejects the functions of %s', async (names, reason) => {
  const thrown: unknown = await loadHostFunctions(names, load).catch((cause: unknown) => cause)
  expect(thrown).toBeInstanceOf(NodeError)
  expect((thrown as NodeError).problem).toMatchObject({
    code: 'nodes.not-loaded',
    params: { module: names.at(-1), reason: expect.stringMatching(reason) },
  })
})
