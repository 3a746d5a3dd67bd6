import { NodeError } from '@aw-flow/engine'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { checkAvailability } from '../requests/check-availability.ts'
import { findUrlProblems, shortenUrl } from '../requests/find-url-problems.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'
import { callWebTool } from './call-web-tool.ts'

const settings = z.strictObject({
  url: z
    .string()
    .default('')
    .meta({
      title: 'URL',
      description: 'URL of the page, starting with https:// or http://.',
      examples: ['https://example.com', '{{input.value.url}}'],
    }),
  maxCharacters: z.number().int().min(100).max(500_000).default(100_000).meta({
    advanced: true,
    title: 'Max characters',
    description: 'Maximum length of the text. Longer pages are truncated.',
  }),
  ...insertionSetting,
})

/** Reads a web page as Markdown. @internal */
export const webReadNode = escapeInsertions({
  type: 'web_read',
  version: 1,
  family: 'integration',
  title: 'Web page',
  description: 'Reads a web page as Markdown.',
  icon: 'globe',
  reads: ['untrusted'],
  effects: 'external',
  targets: ['url'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'text', type: 'text', label: 'Text' },
    { name: 'page', type: 'json', label: 'Page' },
  ],
  settings,
  // A page can change between runs.
  reuse: 'never',

  describe: ({ settings: config, context }) => ({
    outputs: { text: { type: 'text' }, page: { type: 'json' } },
    summary: shortenUrl(config.url),
    problems: [...findUrlProblems(config.url, 'url'), ...checkAvailability(context, 'web')],
  }),

  async run(args) {
    const { url, maxCharacters } = args.settings
    const [problem] = findUrlProblems(url, 'url')
    if (problem) throw new NodeError('permanent', { ...problem, where: { node: args.node, ...problem.where } })
    const { output, provider } = await callWebTool({ tool: 'web_read', url }, args)
    const { content, isTruncated, ...page } = output
    const text = String(content)
    return {
      outputs: {
        text: { kind: 'text', text: text.slice(0, maxCharacters) },
        page: {
          kind: 'json',
          json: { ...page, provider, truncated: isTruncated === true || text.length > maxCharacters },
        },
      },
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const webReadNodeV1 = createEarlierVersion(webReadNode, 1, settings)
