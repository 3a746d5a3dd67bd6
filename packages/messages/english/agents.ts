/** Messages about agents, language models, and nodes that process rows with a language model. */
export const agentMessages = {
  // Language models.
  'model.no-tools':
    '.input {$said :string} .match $said || {{The language model "{$model}" at {$host} does not support tools.}} * {{The language model "{$model}" at {$host} does not support tools: {$said}}}',
  'model.no-tools.hint': 'Choose a model that supports tool calls, or remove the tools.',
  'model.not-granted':
    'The language model "{$model}" is not configured. Available: {$available :list quote=text max=8}.',
  'model.not-granted.none': 'The language model "{$model}" is not configured.',
  'model.not-granted.none.hint': 'Configure the model, then run again.',
  'model.not-granted.hint': 'Choose an available model, or configure this one.',
  'model.limit-reached':
    '.input {$scope :string} .match $scope run {{The language model "{$model}" was not called: the run has reached its limit for {$limit :message} ({$used :message} of {$max :message}).}} * {{The language model "{$model}" was not called: the monthly limit for {$limit :message} has been reached ({$used :message} of {$max :message}).}}',
  'model.limit-reached.hint': 'Ask for a higher limit, or run without a language model.',
  'model.no-default': 'No language model is selected, and no default is set.',
  'model.no-default.hint': 'Choose a model, or configure a default model.',
  'model.no-host': 'The language model "{$model}" is not available here.',
  'model.no-host.hint': 'Open the workflow where the model is available, or choose another model.',
  'model.host-failed': 'The language model "{$model}" on this page failed: {$said}',
  'model.host-failed.hint': 'Run again, or choose another model.',
  'model.invalid-reply': 'The host returned a reply in an unknown format for the language model "{$model}".',
  'model.invalid-reply.hint': 'Correct the model that the host provides.',

  // The Agent node.
  'agent.summary':
    '.input {$tools :integer} .match $tools 0 {{{$model}, without tools}} one {{{$model}, {$tools} tool}} * {{{$model}, {$tools} tools}}',
  'agent.default-model': 'default model',
  'agent.no-memory': 'Memory across runs is not available here.',
  'agent.no-memory.hint': 'Set the memory to "This run", or use --memory FOLDER on the command line.',
  'agent.no-prompt': 'The agent has no task.',
  'agent.no-prompt.hint': 'Enter a task, or connect an input value.',
  'remote-agent.cannot-wait': 'The agent "{$agent}" is a pull agent, which cannot be called as a tool.',
  'remote-agent.cannot-wait.hint': 'Use a push agent, or call this agent from a Remote agent node.',
  'remote-agent.inactive': 'The agent "{$agent}" is inactive.',
  'remote-agent.inactive.hint': 'Set its status to active.',
  'remote-agent.not-responding':
    '.input {$attempts :integer} .match $attempts one {{The agent "{$agent}" stopped responding.}} * {{The agent "{$agent}" stopped responding in all {$attempts} attempts.}}',
  'remote-agent.not-responding.hint': 'Check that the agent is running and sends heartbeats, then retry the run.',
  'remote-agent.no-agent': 'No agent is selected.',
  'remote-agent.no-agent.hint': 'Enter the name of an agent that is registered on the server.',
  'remote-agent.no-result': 'The agent "{$agent}" returned no result within {$seconds :integer} s.',
  'remote-agent.no-result.hint': 'Check that the agent is running, or increase its result_timeout_seconds.',
  'remote-agent.none': '"{$node}" requires a server, because agents cannot be registered here.',
  'remote-agent.none.hint': 'Run the workflow on a server.',
  'remote-agent.open-circuit':
    'The agent "{$agent}" failed {$failures :integer} times in a row and will not be called for {$seconds :integer} s.',
  'remote-agent.open-circuit.hint': 'Check that the agent is running. The node is retried after that time.',
  'remote-agent.reported': 'The agent "{$agent}" failed: {$reason}',
  'remote-agent.reported.hint': 'Check the node input and the agent log.',
  'remote-agent.summary': 'Calls {$agent}',
  'remote-agent.too-many-rows': 'The table has {$rows :integer} rows. A remote agent accepts at most {$max :integer}.',
  'remote-agent.too-many-rows.hint': 'Filter the table, or send it in batches with a loop.',
  'remote-agent.unknown': 'The agent "{$agent}" is not registered.',
  'remote-agent.unknown.hint': 'Check the name, or register the agent: POST /api/v1/agents.',
  'agent.tool-name': '"{$name}" is not a valid tool name.',
  'agent.tool-name.hint': 'Use 1 to 64 letters, digits, "_" or "-", and each name once.',
  'agent.tool-type': 'Tool "{$tool}" uses the unknown node type "{$type}".',
  'agent.tool-type.hint': 'Choose a node type that is installed.',
  'agent.tool-workflow': 'Tool "{$tool}" runs the workflow "{$workflow}", which does not exist.',
  'agent.tool-workflow.hint': 'Choose a stored workflow.',
  'agent.tool-function': 'Tool "{$tool}" calls the function "{$name}", which the host does not provide.',
  'agent.tool-function.hint': 'Choose a function that the host provides, or remove the tool.',
  'agent.tool-argument': 'Tool "{$tool}" sets the argument "{$name}", which the MCP tool does not have.',
  'agent.tool-argument.hint': 'Use argument names that the MCP tool accepts.',
  'agent.tool-tables': 'Tool "{$tool}" queries tables, but no table is connected.',
  'agent.tool-tables.hint': 'Connect a table, or remove the tool.',
  'agent.tool-schema': 'The argument schema of tool "{$tool}" is invalid: {$reason :message}',
  'agent.tool-schema.hint': 'Write a JSON Schema whose type is "object".',
  'agent.answer-schema': 'The answer schema is invalid: {$reason :message}',
  'agent.answer-schema.hint': 'Write a JSON Schema, or leave it empty for text.',
  'agent.unapproved-effect':
    'The agent reads untrusted text and private data, and tool "{$tool}" can send data to an external service without approval.',
  'agent.unapproved-effect.hint': 'Require approval for the tool, or set a fixed target in its settings.',
  'agent.approve-tool':
    '.input {$target :string} .match $target || {{Agent "{$agent}" wants to call "{$tool}" with these arguments.}} * {{Agent "{$agent}" wants to call "{$tool}" ({$target}) with these arguments.}}',
  'agent.ask-budget':
    '.input {$scope :string} .match $scope run {{The run has reached its limit for {$limit :message}: {$used :message} of {$max :message}. Raise the limit by the amount below, stop, or use the result so far.}} month {{The monthly limit for {$limit :message} has been reached: {$used :message} of {$max :message}. Raise the limit for this run by the amount below, stop, or use the result so far.}} * {{Agent "{$agent}" has reached its limit for {$limit :message}: {$used :message} of {$max :message}. Raise the limit by the amount below, stop, or use the result so far.}}',
  'agent.limit':
    '.input {$limit :string} .match $limit steps {{model requests}} toolCalls {{tool calls}} inputTokens {{input tokens}} outputTokens {{output tokens}} cost {{cost}} * {{time}}',
  'agent.amount':
    '.input {$limit :string} .match $limit cost {{{$amount :cost}}} ms {{{$amount :duration}}} * {{{$amount :number}}}',
  'agent.stopped': '"{$agent}" was stopped because it reached its limit for {$limit :message}.',
  'agent.stopped.hint': 'Raise the limit, then run again.',
  'agent.refused':
    '.input {$said :string} .match $said || {{The model used by agent "{$agent}" refused the task.}} * {{The model used by agent "{$agent}" refused the task: {$said}}}',
  'agent.refused.hint': 'Change the task, or choose another model.',
  'agent.answer-invalid': 'The answer of agent "{$agent}" does not match its schema: {$violation}',
  'agent.answer-invalid.hint': 'Simplify the schema, or choose another model.',
  'agent.no-price': 'The price of the language model "{$model}" is unknown, so its cost cannot be limited.',
  'agent.no-price.hint': 'Configure the prices of the model, or remove the cost limit.',
  'agent.answer-truncated': 'The answer was cut off at the limit of {$tokens :integer} tokens.',
  'agent.answer-truncated.hint': 'Raise the token limit per answer.',
  'agent.partial-result': 'The agent was stopped at a limit. Its most recent text is used as the result.',
  'agent.partial-result.hint': 'Run again with higher limits for a complete answer.',
  'agent.unpriced':
    '.input {$count :integer} .match $count one {{The price of {$count} request is unknown.}} * {{The price of {$count} requests is unknown.}}',

  // Nodes that process rows with a language model.
  'rows-model.summary.classify': 'Classifies `{$column}` as {$labels :list max=6}',
  'rows-model.summary.extract': 'Extracts {$fields :list max=6} from `{$column}`',
  'rows-model.summary.summarize': 'Summarizes `{$column}`',
  'rows-model.summary.translate': 'Translates `{$column}` to {$language}',
  'rows-model.no-labels': 'At least two labels are required.',
  'rows-model.no-labels.hint': 'Write each label on its own line.',
  'rows-model.no-fields': 'No fields are set.',
  'rows-model.no-fields.hint': 'Add a field with a name and a type.',
  'rows-model.no-language': 'No target language is set.',
  'rows-model.no-language.hint': 'Enter the name of a language.',
  'rows-model.ask-cost':
    'A sample of {$sample :integer} of {$values :integer} values has been processed. The rest will cost about {$cost :message}. Continue, stop, or use only the sample.',
  'rows-model.ask-unpriced':
    'A sample of {$sample :integer} of {$values :integer} values has been processed. The rest requires about {$requests :integer} requests; their price is unknown. Continue, stop, or use only the sample.',
  'rows-model.cost-by-table': '{$cost :message} (prices as of {$date :string})',
  'rows-model.estimate':
    '.input {$values :integer} .input {$requests :integer} .match $values $requests one * {{A run sends {$values} distinct value to "{$model}" and costs about {$cost :message}.}} * one {{A run sends {$values} distinct values to "{$model}" in {$requests} request and costs about {$cost :message}.}} * * {{A run sends {$values} distinct values to "{$model}" in {$requests} requests and costs about {$cost :message}.}}',
  'rows-model.estimate-unpriced':
    '.input {$values :integer} .input {$requests :integer} .match $values $requests one * {{A run sends {$values} distinct value to the model; the price is unknown.}} * one {{A run sends {$values} distinct values to the model in {$requests} request; the price is unknown.}} * * {{A run sends {$values} distinct values to the model in {$requests} requests; the price is unknown.}}',
  'rows-model.stopped': 'The node was stopped after its sample.',
  'rows-model.stopped.hint': 'Run again to continue with all rows.',
  'rows-model.too-many': 'Column `{$column}` has {$values :integer} distinct values; the limit is {$max :integer}.',
  'rows-model.too-many.hint': 'Raise the limit, or filter the rows first.',
  'rows-model.unanswered':
    '.input {$count :integer} .match $count one {{The model returned no valid answer for {$count} value; its result is empty.}} * {{The model returned no valid answer for {$count} values; their results are empty.}}',
  'rows-model.unanswered.hint': 'Reduce the number of values per request, or choose another model.',
  'rows-model.sample-only': 'Only the sample of {$sample :integer} values has answers; the other rows have no result.',
  'rows-model.progress': '{$done :integer} of {$values :integer} values',
} as const
