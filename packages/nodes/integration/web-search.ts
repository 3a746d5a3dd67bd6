import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { checkAvailability } from '../requests/check-availability.ts'
import { callWebTool } from './call-web-tool.ts'

const settings = z.strictObject({
  query: z
    .string()
    .min(1)
    .default('{{input.value}}')
    .meta({ title: 'Query', description: 'Words to search for.', examples: ['{{input.value.name}} annual report'] }),
  maxResults: z.number().int().min(1).max(100).default(10).meta({
    title: 'Max results',
    description: 'Maximum number of results.',
  }),
})

/** Searches the web with a provider that the workspace has configured. @internal */
export const webSearchNode = defineNode({
  type: 'web_search',
  version: 1,
  family: 'integration',
  title: 'Web search',
  description: 'Searches the web. Returns titles, URLs and descriptions.',
  icon: 'globe',
  reads: ['untrusted'],
  effects: 'external',
  targets: ['query'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'results', type: 'json', label: 'Results' }],
  settings,
  // Results can change between runs.
  reuse: 'never',

  describe: ({ settings: { query }, context }) => ({
    outputs: { results: { type: 'json' } },
    summary: query,
    problems: checkAvailability(context, 'web'),
  }),

  async run(args) {
    const { query, maxResults } = args.settings
    const { output } = await callWebTool({ tool: 'web_search', query, maxResults }, args)
    return { outputs: { results: { kind: 'json', json: output.results ?? [] } } }
  },
})
