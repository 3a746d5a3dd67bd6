import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** Agents, their models, and nodes that process rows with a model. */
export const agentReference = {
  'model.no-tools': {
    meaning: 'A language model service rejected a request because the request contained tools.',
    params: { said: 'this model does not support tools' },
  },
  'model.not-granted': {
    meaning: 'A node refers to a language model that is not configured. A document cannot add models itself.',
    params: { available: ['gpt-4o-mini', 'llama3.1'] },
  },
  'model.not-granted.none': 'A node refers to a language model, but none is configured.',
  'model.limit-reached': {
    meaning:
      'A language model was not called because the limit for the run or for the month was reached. In a run, the node first waits for a decision; this problem is reported if the reviewer continues without the model.',
    params: {
      model: 'gpt-4o-mini',
      scope: 'month',
      limit: message('agent.limit', { limit: 'steps' }),
      used: message('agent.amount', { limit: 'steps', amount: 1000 }),
      max: message('agent.amount', { limit: 'steps', amount: 1000 }),
    },
  },
  'model.no-default': 'A node uses the default language model, but no default is set.',
  'model.no-host': 'A node uses a language model from the host application or browser, but the host provides none.',
  'model.host-failed': {
    meaning: 'A language model from the host application or browser reported an error.',
    params: { said: 'The prompt is too long.' },
  },
  'model.invalid-reply': 'A language model that the host application registered returned a reply in an unknown format.',
  'agent.no-memory':
    'The memory of an agent is set to last longer than one run, but memory cannot be stored in this environment.',
  'agent.no-prompt': 'An Agent node has neither a task nor an input value.',
  'remote-agent.cannot-wait': {
    meaning: 'A tool of an Agent node refers to a pull agent.',
    params: { agent: 'scorer' },
  },
  'remote-agent.inactive': {
    meaning: 'A Remote agent node calls an agent whose status is inactive.',
    params: { agent: 'scorer' },
  },
  'remote-agent.not-responding': {
    meaning: 'The lease of a step expired in every allowed attempt, because the pull agent sent no heartbeats.',
    params: { agent: 'scorer', attempts: 3 },
  },
  'remote-agent.no-agent': 'No agent is selected in a Remote agent node.',
  'remote-agent.no-result': {
    meaning: 'A pull agent did not return the result of a step in time.',
    params: { agent: 'scorer', seconds: 3_600 },
  },
  'remote-agent.none': {
    meaning:
      'A Remote agent node runs in an environment where agents cannot be registered, such as a page or `aw run`.',
    params: { node: 'Score' },
  },
  'remote-agent.open-circuit': {
    meaning: 'Calls to the agent failed repeatedly. After 30 seconds, one call is attempted.',
    params: { agent: 'scorer', failures: 3, seconds: 30 },
  },
  'remote-agent.reported': {
    meaning: 'A pull agent reported that a step failed.',
    params: { agent: 'scorer', reason: 'the model is not loaded' },
  },
  'remote-agent.too-many-rows': {
    meaning: 'The input table of a Remote agent node is too large to be sent as JSON.',
    params: { rows: 25_000, max: 10_000 },
  },
  'remote-agent.unknown': {
    meaning: 'A workflow refers to an agent that is not registered in its workspace.',
    params: { agent: 'scorer' },
  },
  'agent.tool-name': {
    meaning: 'The name of a tool contains characters that language models do not accept, or is used twice.',
    params: { name: 'send mail' },
  },
  'agent.tool-type': {
    meaning: 'A tool of an Agent node uses a node type that is not installed.',
    params: { tool: 'send_mail', type: 'mail' },
  },
  'agent.tool-workflow': {
    meaning: 'A tool of an Agent node refers to a workflow that does not exist.',
    params: { tool: 'refund' },
  },
  'agent.tool-function': {
    meaning: 'A tool of an Agent node refers to a function that the host application did not register.',
    params: { tool: 'refund' },
  },
  'agent.tool-argument': {
    meaning:
      'The settings of a tool contain fixed arguments or targets. Each of them must be an argument of the MCP tool.',
    params: { tool: 'reply', name: 'recipient' },
  },
  'agent.tool-tables': {
    meaning: 'A tool of an Agent node reads the tables at its inputs, but no tables are connected.',
    params: { tool: 'query' },
  },
  'agent.tool-schema': {
    meaning: 'The JSON Schema for the arguments of a tool is not valid or not supported.',
    params: { tool: 'refund', reason: message('tool.schema-not-object', {}) },
  },
  'agent.answer-schema': {
    meaning: 'The JSON Schema for the answer of an Agent node is not valid or not supported.',
    params: { reason: message('tool.schema-not-object', {}) },
  },
  'agent.unapproved-effect': {
    meaning:
      'If an agent reads untrusted text, has access to private data and can send data to external services, instructions in the text can make it send the private data. Without approval by a person, an agent is allowed to have at most two of these three capabilities.',
    params: { tool: 'send_mail' },
  },
  'agent.stopped': {
    meaning: 'A node that calls a language model reached a limit, and the reviewer stopped it.',
    params: { agent: 'Support', limit: message('agent.limit', { limit: 'steps' }) },
  },
  'agent.refused': {
    meaning: 'The language model of an agent and all its fallback models refused to answer.',
    params: { agent: 'Support', said: '' },
  },
  'agent.answer-invalid': {
    meaning: 'The language model of an agent returned three responses that did not match the schema.',
    params: { agent: 'Support', violation: 'price: Instance type "string" is invalid. Expected "number".' },
  },
  'agent.no-price': 'A cost limit applies to a language model whose price is unknown.',
  'agent.answer-truncated': {
    meaning: 'The answer of a language model reached the token limit and is incomplete.',
    params: { tokens: 4096 },
  },
  'agent.partial-result': 'An agent reached a limit, and the reviewer chose to use the result so far.',
  'agent.unpriced': {
    meaning: 'The cost of a run does not include requests to models without a known price.',
    params: { count: 3 },
    solution: 'Configure the prices of the model.',
  },
  'rows-model.no-labels': 'A "Classify rows" node requires at least two labels.',
  'rows-model.no-fields': 'An "Extract from rows" node has no fields.',
  'rows-model.no-language': 'A "Translate rows" node has no target language.',
  'rows-model.estimate': {
    meaning:
      'The preview of a node that processes rows with a language model shows the estimated cost of a run. The estimate is based on the length of the values and the prices of the most expensive selected model. Prices from the built-in table are shown with their date.',
    params: {
      model: 'small',
      values: 1200,
      requests: 60,
      cost: message('rows-model.cost-by-table', {
        cost: message('agent.amount', { limit: 'cost', amount: 0.21 }),
        date: '2026-09-23',
      }),
    },
    solution: 'Filter the rows first, or choose a less expensive model.',
  },
  'rows-model.estimate-unpriced': {
    meaning:
      'The preview of a node that processes rows with a language model shows only the number of requests, because the price of the model is unknown or no model is configured.',
    params: { values: 1200, requests: 60 },
    solution: 'Configure the prices of the model.',
  },
  'rows-model.stopped': 'The reviewer stopped the node after seeing the estimated cost.',
  'rows-model.too-many': {
    meaning:
      'A node calls a language model for each distinct value of a column, but the column has more values than the limit.',
    params: { values: 48_000, max: 10_000 },
  },
  'rows-model.unanswered': {
    meaning: 'The language model omitted values or returned invalid answers, even after a retry.',
    params: { count: 2 },
  },
  'rows-model.sample-only': {
    meaning: 'After seeing the estimated cost, the reviewer chose to use only the sample.',
    params: { sample: 20 },
    solution: 'Run the workflow again, and continue after the sample.',
  },
} as const satisfies ReferenceEntries
