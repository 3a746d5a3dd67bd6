import {
  type DataKind,
  type DescribeContext,
  type HostFunction,
  type NodeDefinition,
  type SideEffects,
} from '@aw-flow/engine'
import { error, readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { parseAppliedAgent } from './applied-agent.ts'
import { agentSettings, parseTools, type AgentSettings, type ToolSettings } from './agent-settings.ts'

/** Data kinds and side effects of a tool, derived from its settings. */
export interface ToolTraits {
  reads: readonly DataKind[]
  effects: SideEffects
  /** Whether the settings fix the target of the effects, so that the model cannot choose it. */
  hasFixedTarget: boolean
  /** The target as displayed to users, or an empty string if there is none. */
  target: string
}

/** Lookups for the node types, workflows, and functions that tools refer to. */
export type ToolContext = Pick<DescribeContext, 'getNodeType' | 'findWorkflow' | 'functions'>

const allDataKinds: readonly DataKind[] = ['untrusted', 'private']

/**
 * Maximum nesting depth to which workflows and agents are analyzed. Deeper ones count as reading and sending anything.
 */
const maxDepth = 8

interface TraitContext extends ToolContext {
  /** Traits of named workflows, or `undefined` for a workflow that is being analyzed, because it may call itself. */
  traitsByWorkflow: Map<Workflow, ToolTraits | undefined>
  depth: number
}

/** Determines what a tool reads and changes. An unknown tool gets the least safe traits. */
export const findToolTraits = (tool: ToolSettings, context: ToolContext): ToolTraits =>
  collectToolTraits(tool, { ...context, traitsByWorkflow: new Map(), depth: 0 })

function collectToolTraits(tool: ToolSettings, context: TraitContext): ToolTraits {
  switch (tool.kind) {
    case 'sql':
      // The tables are inputs of the agent. What the inputs contain is checked separately.
      return { reads: [], effects: 'none', hasFixedTarget: true, target: '' }
    case 'function': {
      const hostFunction = context.functions?.find(({ name }) => name === tool.use)
      if (hostFunction) return findFunctionTraits(hostFunction, tool)
      // The available functions may be unknown before a run. The run checks them before it calls a model.
      return { reads: ['untrusted'], effects: 'none', hasFixedTarget: true, target: tool.use }
    }
    case 'mcp':
      return findMcpTraits(tool)
    case 'node': {
      const definition = context.getNodeType?.(tool.use)
      return definition ? collectNodeTraits(definition, tool.config, context) : createUnknownTraits(tool.use)
    }
    case 'workflow': {
      const workflow = readToolWorkflow(tool)
      return workflow ? collectWorkflowTraits(workflow, context) : collectNamedWorkflowTraits(tool.use, context)
    }
  }
}

const createUnknownTraits = (target: string): ToolTraits => ({
  reads: allDataKinds,
  effects: 'external',
  hasFixedTarget: false,
  target,
})

function collectNamedWorkflowTraits(name: string, context: TraitContext): ToolTraits {
  const workflow = context.findWorkflow?.(name)
  if (!workflow) return createUnknownTraits(name)
  const { traitsByWorkflow } = context
  if (traitsByWorkflow.has(workflow)) return traitsByWorkflow.get(workflow) ?? createUnknownTraits(name)
  traitsByWorkflow.set(workflow, undefined)
  const traits = collectWorkflowTraits(workflow, context)
  traitsByWorkflow.set(workflow, traits)
  return traits
}

function collectWorkflowTraits(workflow: Workflow, context: TraitContext): ToolTraits {
  if (context.depth >= maxDepth) return createUnknownTraits(workflow.name)
  const innerContext = { ...context, depth: context.depth + 1 }
  const traits = workflow.nodes.map(({ type, data }) => {
    const definition = context.getNodeType?.(type)
    return definition ? collectNodeTraits(definition, data.config, innerContext) : createUnknownTraits(type)
  })
  return {
    reads: [...new Set(traits.flatMap(({ reads }) => reads))],
    effects: traits.some(({ effects }) => effects === 'external')
      ? 'external'
      : traits.some(({ effects }) => effects === 'internal')
        ? 'internal'
        : 'none',
    hasFixedTarget: traits.every(({ effects, hasFixedTarget }) => effects !== 'external' || hasFixedTarget),
    target: workflow.name,
  }
}

function collectNodeTraits(
  definition: NodeDefinition,
  config: Readonly<Record<string, unknown>>,
  context: TraitContext,
): ToolTraits {
  const parsedSettings = definition.settings.safeParse(config)
  const { type, reads = [], effects = 'none', targets = [], subWorkflow } = definition
  if (type === 'agent') return collectAgentTraits(config, context)
  if (subWorkflow) {
    const source = parsedSettings.success ? subWorkflow(parsedSettings.data) : undefined
    if (source && 'name' in source) return collectNamedWorkflowTraits(source.name, context)
    const { workflow } = source ? readWorkflow(source.document) : {}
    return workflow ? collectWorkflowTraits(workflow, context) : createUnknownTraits(type)
  }
  // Parsed settings include defaults, which can contain placeholders.
  const settings = parsedSettings.success ? (parsedSettings.data as Readonly<Record<string, unknown>>) : config
  const targetValues = targets.map((setting) => (settings[setting] === undefined ? '' : settings[setting]))
  return {
    reads:
      typeof reads === 'function'
        ? parsedSettings.success
          ? reads(parsedSettings.data, context)
          : allDataKinds
        : reads,
    effects:
      typeof effects === 'function' ? (parsedSettings.success ? effects(parsedSettings.data) : 'external') : effects,
    // If a target setting is `null`, the input value is used.
    hasFixedTarget: targets.length > 0 && !targetValues.some((value) => value === null || containsPlaceholder(value)),
    target: targetValues.filter((value) => typeof value === 'string' && value !== '').join(' '),
  }
}

/** Returns the kinds of data that an agent can pass on: those that its tools read and those in its memory. */
export function findAgentReads(settings: AgentSettings, context: ToolContext): readonly DataKind[] {
  return listAgentReads(
    settings,
    parseTools(settings).map((tool) => findToolTraits(tool, context)),
  )
}

function listAgentReads(settings: AgentSettings, traits: readonly ToolTraits[]): readonly DataKind[] {
  if (hasUnknownSettings(settings)) return allDataKinds
  return [...new Set(includeMemoryReads(settings, ['untrusted', ...traits.flatMap(({ reads }) => reads)]))]
}

/** Returns whether the agent's settings are unknown because the server supplies them when a run starts. */
const hasUnknownSettings = ({ agent }: AgentSettings): boolean => agent !== '' && !parseAppliedAgent(agent)

/** Returns the traits of an agent that another agent uses as a tool. */
function collectAgentTraits(config: Readonly<Record<string, unknown>>, context: TraitContext): ToolTraits {
  const { data: settings } = agentSettings.safeParse(config)
  if (!settings || hasUnknownSettings(settings) || context.depth >= maxDepth) return createUnknownTraits('')
  const tools = parseTools(settings)
  const traits = tools.map((tool) => collectToolTraits(tool, { ...context, depth: context.depth + 1 }))
  return {
    reads: listAgentReads(settings, traits),
    effects: tools.every(({ kind }) => kind === 'sql') ? 'none' : 'external',
    hasFixedTarget: tools.every((tool, index) => {
      const { effects, hasFixedTarget } = traits[index]!
      // The effects of functions may be unknown before a run.
      const isSafe =
        (tool.kind !== 'function' || context.functions !== undefined) && (effects !== 'external' || hasFixedTarget)
      return isSafe || needsApproval(tool, traits[index]!)
    }),
    target: '',
  }
}

/**
 * Returns whether a value contains a placeholder, such as a tool argument, and is therefore known only during a run.
 */
export const containsPlaceholder = (value: unknown): boolean => JSON.stringify(value ?? '').includes('{{')

/** Returns the traits of a host function. The tool's `config` can set arguments to fixed values. */
export const findFunctionTraits = (
  { name, reads, effects, targets = [] }: HostFunction,
  { config }: ToolSettings,
): ToolTraits => ({
  reads,
  effects,
  hasFixedTarget: targets.length > 0 && hasFixedValues(targets, config),
  target: [name, ...listStrings(targets, config)].join(' '),
})

const hasFixedValues = (names: readonly string[], values: Settings): boolean =>
  names.every((name) => Object.hasOwn(values, name) && !containsPlaceholder(values[name]))

const listStrings = (names: readonly string[], values: Settings): unknown[] =>
  names.map((name) => values[name]).filter((value) => typeof value === 'string')

type Settings = Readonly<Record<string, unknown>>

/** Configuration of an MCP tool. */
export interface McpToolConfig {
  /** Name of the tool on the MCP server. */
  tool: string
  /** Fixed arguments, which the model cannot see or change. */
  fixedArguments: Settings
  /**
   * Names of the arguments that determine where data is sent. Empty if data stays on the server. MCP tools do not
   * declare these arguments, so without a list from the user (`undefined`), the model can choose any recipient.
   */
  targets: readonly string[] | undefined
}

/** Parses the `config` of an MCP tool. Invalid parts are treated as missing. */
export function parseMcpConfig({ config }: Pick<ToolSettings, 'config'>): McpToolConfig {
  const { tool, arguments: fixedArguments, targets } = config
  return {
    tool: typeof tool === 'string' ? tool.trim() : '',
    fixedArguments:
      typeof fixedArguments === 'object' && fixedArguments !== null && !Array.isArray(fixedArguments)
        ? (fixedArguments as Settings)
        : {},
    targets: Array.isArray(targets) && targets.every((name) => typeof name === 'string') ? targets : undefined,
  }
}

function findMcpTraits({ use, config }: ToolSettings): ToolTraits {
  const { tool, fixedArguments, targets } = parseMcpConfig({ config })
  return {
    reads: ['untrusted'],
    effects: 'external',
    hasFixedTarget: targets !== undefined && hasFixedValues(targets, fixedArguments),
    target: [use, tool, ...listStrings(targets ?? [], fixedArguments)].join(' '),
  }
}

/**
 * Returns the workflow in a tool's settings, or `undefined` if the tool refers to a workflow by name or the settings
 * are not a valid workflow.
 */
export function readToolWorkflow({ kind, config }: ToolSettings): Workflow | undefined {
  if (kind !== 'workflow' || Object.keys(config).length === 0) return undefined
  return readWorkflow(config).workflow
}

/** Returns whether each call to a tool needs a user's approval. */
export const needsApproval = ({ approval }: ToolSettings, { effects }: ToolTraits): boolean =>
  approval === 'ask' || (approval === 'auto' && effects !== 'none')

/**
 * Returns a problem if an agent reads untrusted text, reads private data, and has external effects. Only two of the
 * three are allowed, unless a user approves each call or the settings fix the target.
 */
export function findUnapprovedEffect(
  tools: readonly ToolSettings[],
  traits: readonly ToolTraits[],
  inputReads: readonly DataKind[],
): Problem | undefined {
  const reads = new Set([...inputReads, ...traits.flatMap((trait) => trait.reads)])
  if (!reads.has('untrusted') || !reads.has('private')) return undefined
  const index = tools.findIndex((tool, position) => {
    const trait = traits[position]!
    return trait.effects === 'external' && !trait.hasFixedTarget && !needsApproval(tool, trait)
  })
  if (index < 0) return undefined
  return error('agent.unapproved-effect', { tool: tools[index]!.name }, { where: { setting: 'tools' } })
}

/**
 * Adds the kinds of data in the agent's memory to the given kinds. The memory can contain anything that earlier tasks
 * read.
 */
export const includeMemoryReads = (
  { memory }: Pick<AgentSettings, 'memory'>,
  inputReads: readonly DataKind[],
): readonly DataKind[] => (memory === 'none' ? inputReads : ['untrusted', 'private'])
