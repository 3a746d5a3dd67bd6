import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { broughtBy, sampleProblems, sampleSetting } from './fired-by-hand.ts'

const settings = z.strictObject({ sample: sampleSetting('{}') })

/** Begins when a person says so. */
export const triggerNode = defineNode({
  type: 'trigger',
  version: 1,
  family: 'triggers',
  title: 'Manual start',
  description:
    'Begins the workflow when a person or a program starts it, with the data that is given or with the sample.',
  icon: 'play',
  inputs: [{ name: 'data', type: 'json', label: 'Data' }],
  outputs: [{ name: 'data', type: 'json', label: 'Data' }],
  settings,

  describe: ({ settings: { sample } }) => ({
    outputs: { data: { type: 'json' } },
    summary: message('trigger.summary', { sample: sample.trim() === '{}' ? 'none' : 'own' }),
    problems: sampleProblems(sample),
  }),

  run: async ({ node, settings: { sample }, inputs: { data } }) => ({
    outputs: { data: { kind: 'json', json: broughtBy(data, sample, node) } },
  }),
})
