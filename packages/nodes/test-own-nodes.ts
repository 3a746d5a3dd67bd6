import { defineMessages, defineNode, NodeError, type HostFunctionDefinition } from '@aw-flow/engine'
import { z } from 'zod'

const { error, catalogs } = defineMessages({ en: { 'shout.nothing': 'The text is empty.' } })

/** A node type that a host defines. */
export const shout = defineNode({
  type: 'shout',
  version: 1,
  family: 'logic',
  title: 'Shout',
  description: 'Converts the text to uppercase',
  icon: 'megaphone',
  messages: catalogs,
  inputs: [],
  outputs: [{ name: 'out', type: 'text' }],
  settings: z.strictObject({ text: z.string().default('hey') }),
  describe: ({ settings }) => ({ outputs: { out: { type: 'text' } }, summary: `Shouts ${settings.text}` }),
  run({ settings, node }) {
    if (settings.text === '') {
      throw new NodeError('permanent', error('shout.nothing', {}, { where: { node } }))
    }
    return Promise.resolve({ outputs: { out: { kind: 'text', text: settings.text.toUpperCase() } } })
  },
})

export default [shout]

/** Host functions that agents can call. */
export const functions: readonly HostFunctionDefinition[] = [
  {
    name: 'stock',
    description: 'Returns the number of items in stock.',
    parameters: { type: 'object', properties: { item: { type: 'string' } }, required: ['item'] },
    reads: ['private'],
    effects: 'none',
    call: (args) => `${(args as { item: string }).item}: 7`,
  },
]
