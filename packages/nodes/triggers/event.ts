import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { broughtBy, needsServer, sampleProblems, sampleSetting } from './fired-by-hand.ts'

const settings = z.strictObject({
  name: z
    .string()
    .min(1)
    .default('order.created')
    .meta({
      title: 'Event',
      description: 'The name of the event that begins the workflow.',
      examples: ['order.created', 'dataset.added'],
    }),
  sample: sampleSetting('{}'),
})

/** Begins when an event is told. */
export const eventNode = defineNode({
  type: 'event',
  version: 1,
  family: 'triggers',
  title: 'Event',
  description: 'Begins the workflow when an event of this name is told, on a server that offers events.',
  icon: 'zap',
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { name, sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: message('event.summary', { name }),
    problems: [...sampleProblems(sample), needsServer('event')],
  }),

  run: async ({ node, settings: { sample }, inputs: { data } }) => ({
    outputs: { data: { kind: 'json', json: broughtBy(data, sample, node) } },
  }),
})
