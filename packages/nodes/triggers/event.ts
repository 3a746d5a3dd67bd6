import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { createServerNote, findSampleProblems, createSampleSetting, createTriggerData } from './trigger-data.ts'

const settings = z.strictObject({
  name: z
    .string()
    .min(1)
    .default('order.created')
    .meta({
      title: 'Event',
      description: 'Name of the event that starts the workflow.',
      examples: ['order.created', 'dataset.added'],
    }),
  sample: createSampleSetting('{}'),
})

/** Starts a workflow when an event with the selected name is published. @internal */
export const eventNode = defineNode({
  type: 'event',
  version: 1,
  family: 'triggers',
  title: 'Event',
  description: 'Starts the workflow when an event with this name is published, on a server that supports events.',
  icon: 'zap',
  isolation: 'shared',
  reads: ['untrusted'],
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { name, sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: message('event.summary', { name }),
    problems: [...findSampleProblems(sample), createServerNote('event')],
  }),

  run: async ({ node, settings: { sample }, inputs: { data } }) => ({
    outputs: { data: { kind: 'json', json: createTriggerData(data, sample, node) } },
  }),
})
