/** UI strings for settings with structured values, such as JSON. Loaded when the first such setting is shown. */
export const contentsStrings = {
  editAsJson: 'Edit as JSON',
  editAsText: 'Edit as text',
  editAsFields: 'Edit as fields',
  notEditableAsFields: 'This JSON cannot be edited as fields.',
  plan: (operationCount: number): string =>
    operationCount === 1 ? 'Approved plan with 1 operation.' : `Approved plan with ${operationCount} operations.`,
  noPlan: 'No saved plan. Each run creates one and lists it in its report.',
  request: { query: 'Query', headers: 'Headers' },
  field: {
    name: 'Name',
    type: 'Type',
    types: {
      string: 'Text',
      number: 'Number',
      integer: 'Integer',
      boolean: 'Boolean',
      date: 'Date',
      choice: 'One of several values',
      strings: 'List of text values',
      numbers: 'List of numbers',
      any: 'Any value',
    },
    choices: 'Values',
    required: 'Required',
    description: 'Description',
  },
  tool: {
    kind: 'Kind',
    kinds: {
      node: 'Node',
      workflow: 'Workflow',
      sql: 'SQL query on the input tables',
      function: 'Function on this page',
      mcp: 'MCP server tool',
    },
    name: 'Name',
    nameHelp: 'Name shown to the model: letters, digits, `_` and `-`.',
    description: 'Description',
    descriptionHelp: 'What the tool does, and when to use it.',
    nodeType: 'Node type',
    workflow: 'Workflow',
    function: 'Function',
    server: 'MCP server',
    mcpTool: 'Server tool',
    settings: 'Settings',
    settingsHelp: '`{{input.value.NAME}}` inserts an argument of the call.',
    parameters: 'Arguments',
    parametersHelp: 'Leave empty to use the tool’s own arguments.',
    approval: 'Approval',
    approvals: { auto: 'If the tool has side effects', ask: 'Before each call', never: 'Never' },
    repeatable: 'Safe to repeat after an interruption',
  },
  column: { name: 'Name', type: 'Type' },
}

/** UI strings for structured settings. */
export type ContentsStrings = typeof contentsStrings
