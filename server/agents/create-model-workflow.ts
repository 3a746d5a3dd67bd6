import { defined, type Config, type Workflow } from '@aw-flow/schema'
import { workflowFormatVersion } from '@aw-flow/schema/internal'
import type { AgentBehavior } from './model-agents.ts'

/** ID of the Agent node in workflows created by `createModelAgentWorkflow`. */
export const agentNodeId = 'agent'

/** Converts a model agent's behavior to the settings of an Agent node. */
export const toAgentConfig = (behavior: AgentBehavior, subAgentTools: readonly Config[]): Config => ({
  model: behavior.model,
  fallbackModels: behavior.fallbackModels,
  system: behavior.systemPrompt,
  prompt: behavior.prompt,
  temperature: behavior.temperature,
  maxTokens: behavior.maxTokens,
  tools: [...behavior.tools, ...subAgentTools],
  memory: behavior.memory.type,
  ...defined({ memoryTokens: behavior.memory.maxTokens }),
  answerSchema: behavior.answerSchema === null ? '' : JSON.stringify(behavior.answerSchema),
  ...readLimits(behavior),
})

const readLimits = ({ limits }: AgentBehavior): Config =>
  Object.fromEntries(
    Object.entries({
      maxSteps: limits.steps,
      maxToolCalls: limits.toolCalls,
      maxInputTokens: limits.inputTokens,
      maxOutputTokens: limits.outputTokens,
      maxCost: limits.cost,
      maxSeconds: limits.seconds,
      deadlineHours: limits.approvalHours,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  )

/**
 * Creates a workflow with a single Agent node and a port for its input.
 *
 * @param options.hasTable Whether the workflow first loads a dataset as the agent's input.
 */
export function createModelAgentWorkflow(
  { name, description }: { name: string; description: string },
  config: Config,
  { hasTable = false } = {},
): Workflow {
  const load = { id: 'load', type: 'loading', position: { x: 40, y: 120 }, data: { label: 'Load', config: {} } }
  return {
    version: workflowFormatVersion,
    name,
    ...(description === '' ? {} : { description }),
    status: 'draft',
    tags: [],
    settings: {},
    nodes: [
      ...(hasTable ? [load] : []),
      { id: agentNodeId, type: 'agent', position: { x: 340, y: 120 }, data: { label: name, config } },
    ],
    edges: hasTable
      ? [{ id: 'load-agent', source: 'load', target: agentNodeId, sourceHandle: 'table', targetHandle: 'input' }]
      : [],
    ports: {
      inputs: [{ name: 'task', label: 'Task', type: 'text', to: [{ node: agentNodeId, port: 'value' }] }],
      outputs: [
        { name: 'answer', type: 'any', from: { node: agentNodeId, port: 'answer' } },
        { name: 'usage', type: 'json', from: { node: agentNodeId, port: 'usage' } },
      ],
    },
  }
}
