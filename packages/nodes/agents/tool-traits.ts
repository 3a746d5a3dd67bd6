import {
  type DataKind,
  type DescribeContext,
  type HostFunction,
  type NodeDefinition,
  type SideEffects,
} from '@aw-flow/engine'
import { error, readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { parseAppliedAgent } from './applied-agent.ts'
import { agentSettings, readTools, type AgentSettings, type ToolSettings } from './agent-settings.ts'

/** Properties of a tool that follow from its settings. */
export interface ToolTraits {
  reads: readonly DataKind[]
  effects: SideEffects
  /** Whether the settings fix the target of its effect, so that the model cannot choose it. */
  hasFixedTarget: boolean
  /** The target as shown to users; empty if there is none. */
  target: string
}

/** The node types and workflows that tools refer to. */
export type ToolContext = Pick<DescribeContext, 'nodeType' | 'findWorkflow' | 'functions'>

const allKinds: readonly DataKind[] = ['untrusted', 'private']

/** Maximum nesting depth of the workflows and agents that are examined. */
const maxDepth = 8

interface TraitContext extends ToolContext {
  /** The traits of named workflows; `undefined` while a workflow is examined, because it may run itself. */
  known: Map<Workflow, ToolTraits | undefined>
  depth: number
}

/** Returns what a tool reads and changes. If the tool is unknown, the traits are the least safe ones. */
export const findToolTraits = (tool: ToolSettings, context: ToolContext): ToolTraits =>
  collectToolTraits(tool, { ...context, known: new Map(), depth: 0 })

function collectToolTraits(tool: ToolSettings, context: TraitContext): ToolTraits {
  switch (tool.kind) {
    case 'sql':
      // The tables are inputs of the agent, whose reads are counted separately.
      return { reads: [], effects: 'none', hasFixedTarget: true, target: '' }
    case 'function': {
      const hostFunction = context.functions?.find(({ name }) => name === tool.use)
      if (hostFunction) return findFunctionTraits(hostFunction, tool)
      // If functions are unknown before a run, the run checks them before it asks a model.
      return { reads: ['untrusted'], effects: 'none', hasFixedTarget: true, target: tool.use }
    }
    case 'mcp':
      return findMcpTraits(tool)
    case 'node': {
      const definition = context.nodeType?.(tool.use)
      return definition ? collectNodeTraits(definition, tool.config, context) : toUnknownTraits(tool.use)
    }
    case 'workflow': {
      const workflow = readToolWorkflow(tool)
      return workflow ? collectWorkflowTraits(workflow, context) : collectNamedWorkflowTraits(tool.use, context)
    }
  }
}

const toUnknownTraits = (target: string): ToolTraits => ({
  reads: allKinds,
  effects: 'external',
  hasFixedTarget: false,
  target,
})

function collectNamedWorkflowTraits(name: string, context: TraitContext): ToolTraits {
  const workflow = context.findWorkflow?.(name)
  if (!workflow) return toUnknownTraits(name)
  const { known } = context
  if (known.has(workflow)) return known.get(workflow) ?? toUnknownTraits(name)
  known.set(workflow, undefined)
  const traits = collectWorkflowTraits(workflow, context)
  known.set(workflow, traits)
  return traits
}

function collectWorkflowTraits(workflow: Workflow, context: TraitContext): ToolTraits {
  if (context.depth >= maxDepth) return toUnknownTraits(workflow.name)
  const inner = { ...context, depth: context.depth + 1 }
  const traits = workflow.nodes.map(({ type, data }) => {
    const definition = context.nodeType?.(type)
    return definition ? collectNodeTraits(definition, data.config, inner) : toUnknownTraits(type)
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
  const parsed = definition.settings.safeParse(config)
  const { type, reads = [], effects = 'none', targets = [], inside } = definition
  if (type === 'agent') return collectAgentTraits(config, context)
  if (inside) {
    const source = parsed.success ? inside(parsed.data) : undefined
    if (source && 'name' in source) return collectNamedWorkflowTraits(source.name, context)
    const { workflow } = source ? readWorkflow(source.document) : {}
    return workflow ? collectWorkflowTraits(workflow, context) : toUnknownTraits(type)
  }
  // A setting that is absent has its default, which can contain a placeholder.
  const settings = parsed.success ? (parsed.data as Readonly<Record<string, unknown>>) : config
  const targetValues = targets.map((setting) => (settings[setting] === undefined ? '' : settings[setting]))
  return {
    reads: typeof reads === 'function' ? (parsed.success ? reads(parsed.data, context) : allKinds) : reads,
    effects: typeof effects === 'function' ? (parsed.success ? effects(parsed.data) : 'external') : effects,
    // A setting that is `null` takes the input value.
    hasFixedTarget: targets.length > 0 && !targetValues.some((value) => value === null || containsPlaceholder(value)),
    target: targetValues.filter((value) => typeof value === 'string' && value !== '').join(' '),
  }
}

/** Returns the kinds of data that an agent can pass on: those of its tools and its memory. */
export function findAgentReads(settings: AgentSettings, context: ToolContext): readonly DataKind[] {
  return listAgentReads(
    settings,
    readTools(settings).map((tool) => findToolTraits(tool, context)),
  )
}

function listAgentReads(settings: AgentSettings, traits: readonly ToolTraits[]): readonly DataKind[] {
  if (hasUnknownSettings(settings)) return allKinds
  return [...new Set(includeMemoryReads(settings, ['untrusted', ...traits.flatMap(({ reads }) => reads)]))]
}

/** Returns whether an agent gets its settings from the server when a run starts. */
const hasUnknownSettings = ({ agent }: AgentSettings): boolean => agent !== '' && !parseAppliedAgent(agent)

/** Returns the traits of an agent that is a tool of another one. */
function collectAgentTraits(config: Readonly<Record<string, unknown>>, context: TraitContext): ToolTraits {
  const { data: settings } = agentSettings.safeParse(config)
  if (!settings || hasUnknownSettings(settings) || context.depth >= maxDepth) return toUnknownTraits('')
  const tools = readTools(settings)
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

/** Returns whether a value is known only in a run, such as an argument of a tool. */
export const containsPlaceholder = (value: unknown): boolean => JSON.stringify(value ?? '').includes('{{')

/** Returns the traits of a host function. The tool's `config` can set arguments to fixed values. */
export const findFunctionTraits = (
  { name, reads, effects, targets = [] }: HostFunction,
  { config }: ToolSettings,
): ToolTraits => ({
  reads,
  effects,
  hasFixedTarget: targets.length > 0 && hasFixedValues(targets, config),
  target: [name, ...listTexts(targets, config)].join(' '),
})

const hasFixedValues = (names: readonly string[], values: Settings): boolean =>
  names.every((name) => Object.hasOwn(values, name) && !containsPlaceholder(values[name]))

const listTexts = (names: readonly string[], values: Settings): unknown[] =>
  names.map((name) => values[name]).filter((value) => typeof value === 'string')

type Settings = Readonly<Record<string, unknown>>

/** The `config` of an MCP tool. */
export interface McpToolConfig {
  /** The name of the tool. */
  tool: string
  /** Arguments that the model does not see and cannot change. */
  fixed: Settings
  /**
   * The names of the arguments that define where the data goes; empty if it stays on the server. The tool does not
   * declare them, so without a list from the user, the model can choose any recipient.
   */
  targets: readonly string[] | undefined
}

/** Reads the `config` of an MCP tool. Parts that are invalid count as absent. */
export function readMcpConfig({ config }: Pick<ToolSettings, 'config'>): McpToolConfig {
  const { tool, arguments: fixed, targets } = config
  return {
    tool: typeof tool === 'string' ? tool.trim() : '',
    fixed: typeof fixed === 'object' && fixed !== null && !Array.isArray(fixed) ? (fixed as Settings) : {},
    targets: Array.isArray(targets) && targets.every((name) => typeof name === 'string') ? targets : undefined,
  }
}

function findMcpTraits({ use, config }: ToolSettings): ToolTraits {
  const { tool, fixed, targets } = readMcpConfig({ config })
  return {
    reads: ['untrusted'],
    effects: 'external',
    hasFixedTarget: targets !== undefined && hasFixedValues(targets, fixed),
    target: [use, tool, ...listTexts(targets ?? [], fixed)].join(' '),
  }
}

/**
 * Returns the workflow in the settings of a tool; `undefined` if the tool refers to a workflow by name, or its settings
 * are not a workflow.
 */
export function readToolWorkflow({ kind, config }: ToolSettings): Workflow | undefined {
  if (kind !== 'workflow' || Object.keys(config).length === 0) return undefined
  return readWorkflow(config).workflow
}

/** Returns whether calls to a tool need a decision. */
export const needsApproval = ({ approval }: ToolSettings, { effects }: ToolTraits): boolean =>
  approval === 'ask' || (approval === 'auto' && effects !== 'none')

/**
 * Returns the problem of an agent that reads untrusted text and private data and has external effects: at most two of
 * these three are allowed, unless a user approves each call or the settings fix the target.
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
 * Adds the kinds of data in the agent's memory to those that its tools and inputs read. A memory can contain anything
 * that earlier tasks have read.
 */
export const includeMemoryReads = (
  { memory }: Pick<AgentSettings, 'memory'>,
  inputReads: readonly DataKind[],
): readonly DataKind[] => (memory === 'none' ? inputReads : ['untrusted', 'private'])
