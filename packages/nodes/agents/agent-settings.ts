import { z } from 'zod'
import { modelChoiceSettings } from './model-choice.ts'

/** Schema of a tool in an agent's settings. */
export const toolSchema = z.strictObject({
  /** Name shown to the model: 1 to 64 letters, digits, `_`, or `-`. */
  name: z.string(),
  /** Description shown to the model. */
  description: z.string().default(''),
  kind: z.enum(['node', 'workflow', 'sql', 'function', 'mcp']).default('node'),
  /** The node type, the name or ID of the workflow or MCP server, or the function name, depending on `kind`. */
  use: z.string().default(''),
  /**
   * Depending on `kind`: the node settings, in which `{{input.value.NAME}}` inserts an argument; the workflow as JSON;
   * fixed function arguments; or `{tool, arguments, targets}` for an MCP tool.
   */
  config: z.record(z.string(), z.unknown()).default({}),
  /** JSON Schema of the arguments. If null, the tool's own schema is used. */
  parameters: z.record(z.string(), z.unknown()).nullable().default(null),
  /** `auto`: a user approves each tool call that has effects. */
  approval: z.enum(['auto', 'ask', 'never']).default('auto'),
  /** Whether an interrupted call may be retried without asking the user. */
  repeatable: z.boolean().default(false),
})
/** A tool in an agent's settings. */
export type ToolSettings = z.output<typeof toolSchema>

const invalidToolMessage = 'Use a list of tools with "name", "kind" and "use", as described in the node documentation.'

const createLimitSchema = (title: string, description: string, defaultValue: number, max: number) =>
  z.number().min(0).max(max).default(defaultValue).meta({ advanced: true, title, description })

export const agentSettings = z.strictObject({
  agent: z
    .string()
    .default('')
    .meta({
      title: 'Model agent',
      description: 'Name of a model agent on the server, which determines the other settings.',
      examples: ['Support'],
    }),
  ...modelChoiceSettings,
  system: z
    .string()
    .default('')
    .meta({ title: 'System prompt', description: 'Role and rules of the agent.', format: 'multiline' }),
  prompt: z
    .string()
    .default('')
    .meta({
      title: 'Task',
      description: 'What to do. The input value and a description of the input tables are appended.',
      format: 'multiline',
      examples: ['Which customers need a reminder? Explain each.'],
    }),
  answerSchema: z.string().default('').meta({
    advanced: true,
    title: 'Answer schema',
    description: 'Fields of the answer. Leave empty for text.',
    format: 'json',
    contents: 'json-schema',
  }),
  // The labels of a tool's fields come from the tools form in the editor.
  tools: z
    .array(z.record(z.string(), z.unknown()))
    .max(64)
    .refine((tools) => tools.every((tool) => toolSchema.safeParse(tool).success), invalidToolMessage)
    .default([])
    .meta({
      title: 'Tools',
      description: 'Tools that the model may call.',
      format: 'json',
      contents: 'tools',
      examples: ['[{"name": "query", "kind": "sql", "description": "Queries the input table"}]'],
    }),
  deadlineHours: z.number().min(0).max(8_760).default(0).meta({
    title: 'Approval deadline (hours)',
    description: 'Time to approve a tool call before it is rejected. Use 0 for no deadline.',
  }),
  memory: z
    .enum(['none', 'run', 'conversation', 'table'])
    .default('none')
    .meta({
      title: 'Memory',
      description: 'Earlier tasks that the model sees, with their tool calls.',
      labels: { none: 'None', run: 'This run', conversation: 'Newest', table: 'Most relevant' },
    }),
  conversation: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Conversation',
      description: 'Separates memories, for example by customer.',
      examples: ['{{input.value.customer}}'],
      when: { memory: ['run', 'conversation', 'table'] },
    }),
  memoryTokens: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(8_000)
    .meta({
      advanced: true,
      title: 'Memory tokens',
      description: 'Maximum length of the memory, in tokens.',
      when: { memory: ['run', 'conversation', 'table'] },
    }),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .default(0.7)
    .meta({ advanced: true, title: 'Temperature', description: 'From 0 (most predictable) to 2.' }),
  maxTokens: z
    .int()
    .min(1)
    .max(200_000)
    .default(4096)
    .meta({ advanced: true, title: 'Tokens per answer', description: 'Maximum length of each answer, in tokens.' }),
  sampleRows: z.int().min(0).max(50).default(5).meta({
    advanced: true,
    title: 'Rows shown to the model',
    description: 'Number of rows from each input table in the first message. Use 0 to send none.',
  }),
  maxRows: z.int().min(1).max(1_000).default(50).meta({
    advanced: true,
    title: 'Rows per query',
    description: 'Maximum number of rows that the model receives from a tool.',
  }),
  maxSteps: createLimitSchema('Requests', 'Maximum number of requests to the model.', 20, 1_000),
  maxToolCalls: createLimitSchema('Tool calls', 'Maximum number of tool calls.', 50, 1_000),
  maxInputTokens: createLimitSchema('Input tokens', 'Maximum number of input tokens of all requests.', 500_000, 1e9),
  maxOutputTokens: createLimitSchema('Output tokens', 'Maximum number of output tokens of all answers.', 50_000, 1e9),
  maxCost: createLimitSchema('Cost', 'Maximum cost in US dollars. Use 0 for no limit.', 0, 1e6),
  maxSeconds: createLimitSchema('Time (seconds)', 'Maximum time of all requests and tool calls.', 600, 86_400),
})
export type AgentSettings = z.output<typeof agentSettings>

/** Parses the tools in the settings and applies defaults. */
export const parseTools = ({ tools }: AgentSettings): ToolSettings[] => tools.map((tool) => toolSchema.parse(tool))
