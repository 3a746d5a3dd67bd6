import { defineMessages, defineNode } from '@aw-flow/engine'
import { z } from 'zod'

/** What its node types say, by language. */
const { message, catalogs } = defineMessages({
  en: { 'site.greets': 'Greets {$name}' },
  de: { 'site.greets': 'Grüßt {$name}' },
})

/** The node types of this site: a module on its own origin, for the page's worker and for a server (`AW_NODES`). */
export default [
  defineNode({
    type: 'greeting',
    version: 1,
    family: 'tables',
    title: 'Greeting',
    description: 'Writes a greeting.',
    icon: 'hand',
    messages: catalogs,
    inputs: [],
    outputs: [{ name: 'text', type: 'text', label: 'Text' }],
    settings: z.strictObject({ name: z.string().default('you').meta({ title: 'Whom to greet' }) }),
    describe: ({ settings }) => ({
      outputs: { text: { type: 'text' } },
      summary: message('site.greets', { name: settings.name }),
    }),
    run: ({ settings }) =>
      Promise.resolve({ outputs: { text: { kind: 'text', text: `Good morning, ${settings.name}` } } }),
  }),
]
