import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { findSampleProblems, createSampleSetting, createTriggerData } from './trigger-data.ts'

const settings = z.strictObject({ sample: createSampleSetting('{}') })

/** Starts a workflow when a person or program runs it. @internal */
export const triggerNode = defineNode({
  type: 'trigger',
  version: 1,
  family: 'triggers',
  title: 'Manual start',
  description: 'Starts the workflow when a person or program runs it, with the data of the run or the sample data.',
  icon: 'play',
  isolation: 'shared',
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: message('trigger.summary', { sample: sample.trim() === '{}' ? 'none' : 'own' }),
    problems: findSampleProblems(sample),
  }),

  run: async ({ node, settings: { sample }, inputs: { data } }) => ({
    outputs: { data: { kind: 'json', json: createTriggerData(data, sample, node) } },
  }),
})
