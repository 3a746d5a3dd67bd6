import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { checkAvailability } from '../requests/check-availability.ts'
import { callWebTool } from './call-web-tool.ts'

const settings = z.strictObject({
  prompt: z
    .string()
    .min(1)
    .default('{{input.value}}')
    .meta({
      title: 'Prompt',
      description: 'Description of the image.',
      format: 'multiline',
      examples: ['A lighthouse at dusk'],
    }),
  shape: z
    .enum(['square', 'landscape', 'portrait'])
    .default('square')
    .meta({
      title: 'Shape',
      description: 'Proportions of the image.',
      labels: { square: 'Square', landscape: 'Landscape', portrait: 'Portrait' },
    }),
})

/** Generates an image with a provider that the workspace has configured. @internal */
export const imageNode = defineNode({
  type: 'image',
  version: 1,
  family: 'integration',
  title: 'Image',
  description: 'Creates an image from a description.',
  icon: 'wand-sparkles',
  reads: ['untrusted'],
  effects: 'external',
  targets: ['prompt'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'file', type: 'file', label: 'File' },
    { name: 'image', type: 'json', label: 'Image' },
  ],
  settings,
  reuse: 'never',

  describe: ({ settings: { prompt }, context }) => ({
    outputs: { file: { type: 'file' }, image: { type: 'json' } },
    summary: prompt,
    problems: checkAvailability(context, 'web'),
  }),

  async run(args) {
    const { prompt, shape } = args.settings
    const { output, provider, model, cost } = await callWebTool({ tool: 'image', prompt, shape }, args)
    const { dataset, name, mediaType } = output as Record<'dataset' | 'name' | 'mediaType', string>
    return {
      outputs: {
        file: { kind: 'file', dataset, name },
        image: { kind: 'json', json: { dataset, name, media_type: mediaType, provider, model, cost } },
      },
    }
  },
})
