import { defineMessages, defineNode, NodeError, z } from '@aw-flow/node-kit'

/** Messages of the node, and its German UI strings. The editor, the command line and the server render them. */
const { catalogs, error, message } = defineMessages({
  en: {
    'greeting.summary': 'Greets {$name}',
    'greeting.no-name': 'The name is empty.',
    'greeting.no-name.hint': 'Enter a name.',
  },
  de: {
    'greeting.summary': 'Grüßt {$name}',
    'greeting.no-name': 'Der Name ist leer.',
    'greeting.no-name.hint': 'Einen Namen eingeben.',
    'type.greeting.title': 'Gruß',
    'type.greeting.description': 'Schreibt einen Gruß.',
    'type.greeting.output.text': 'Text',
    'type.greeting.setting.name': 'Name',
  },
})

/** The node types of this site: a module on its own origin, for the page's worker and for a server (`AW_NODES`). */
export default [
  defineNode({
    type: 'greeting',
    version: 1,
    family: 'tables',
    title: 'Greeting',
    description: 'Creates a greeting as text.',
    icon: 'hand',
    messages: catalogs,
    inputs: [],
    outputs: [{ name: 'text', type: 'text', label: 'Text' }],
    settings: z.strictObject({ name: z.string().default('you').meta({ title: 'Name to greet' }) }),
    describe: ({ settings: { name } }) => ({
      outputs: { text: { type: 'text' } },
      summary: message('greeting.summary', { name }),
    }),
    async run({ node, settings: { name } }) {
      if (name.trim() === '') throw new NodeError('permanent', error('greeting.no-name', {}, { where: { node } }))
      return { outputs: { text: { kind: 'text', text: `Good morning, ${name}` } } }
    },
  }),
]
