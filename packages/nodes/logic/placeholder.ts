import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { error, warning, type Port } from '@aw-flow/schema'
import { z } from 'zod'
import { createNodeError } from '../create-node-error.ts'

const portNames = z.array(z.string().min(1).max(100)).max(64).default(['value'])

const settings = z.strictObject({
  tool: z.string().default('').meta({ title: 'Tool', description: 'Tool that the node was imported from.' }),
  type: z.string().default('').meta({ title: 'Original type', description: 'Type of the node in that tool.' }),
  original: z.record(z.string(), z.unknown()).default({}).meta({
    title: 'Original settings',
    description: 'Settings of the node in that tool, without secrets.',
    format: 'json',
  }),
  inputs: portNames.meta({ title: 'Inputs', description: 'Names of the inputs.', advanced: true }),
  outputs: portNames.meta({ title: 'Outputs', description: 'Names of the outputs.', advanced: true }),
})

const toPorts = (names: readonly string[]): Port[] =>
  [...new Set(names)].map((name) => (name === 'value' ? valuePort : { name, type: 'any', label: name }))
const valuePort: Port = { name: 'value', type: 'any', label: 'Value' }

/**
 * Keeps the place and the settings of a node that another tool exported and that no node type can replace. Fails in a
 * run, because its work would be missing without notice.
 *
 * @internal
 */
export const placeholderNode = defineNode({
  type: 'placeholder',
  version: 1,
  family: 'logic',
  title: 'Placeholder',
  description: 'Keeps the settings of a node from another tool until you replace it. Fails in a run.',
  icon: 'puzzle',
  inputs: [valuePort],
  outputs: [valuePort],
  verbatim: ['tool', 'type', 'original', 'inputs', 'outputs'],
  ports: ({ inputs, outputs }) => ({ inputs: toPorts(inputs), outputs: toPorts(outputs) }),
  settings,

  describe: ({ settings: { tool, type, outputs } }) => ({
    outputs: Object.fromEntries(outputs.map((name) => [name, { type: 'any' as const }])),
    summary: message('placeholder.summary', { tool, type }),
    problems: [warning('placeholder.not-replaced', { tool, type })],
  }),

  run({ settings: { tool, type }, node }) {
    return Promise.reject(createNodeError(error('placeholder.not-replaced', { tool, type }), node))
  },
})
