import { message } from '@aw-flow/messages'
import { readWorkflow, type Json, type Workflow } from '@aw-flow/schema'
import { agentSettings, parseTools, toolSchema, type ToolSettings } from '../agents/agent-settings.ts'
import {
  containsPlaceholder,
  findToolTraits,
  needsApproval,
  parseMcpConfig,
  readToolWorkflow,
} from '../agents/tool-traits.ts'
import { getText, createSettingEdit, type FixRequest, type NodeProblem, type ProposedFix } from './proposed-fix.ts'

type Field = NonNullable<ProposedFix['fields']>[number]
type Settings = Readonly<Record<string, unknown>>

/** Asks the user for fixed values of the tool targets that the model could otherwise choose. */
export function fixTarget(request: NodeProblem): ProposedFix[] {
  const { node, workflow, workflows = {} } = request
  const name = getText(request, 'tool')
  const tools = Array.isArray(node.data.config.tools) ? (node.data.config.tools as Record<string, Json>[]) : []
  const index = tools.findIndex((tool) => tool.name === name)
  const { data: tool } = toolSchema.safeParse(tools[index])
  if (!tool) return []
  // An edit of this node cannot change another workflow, so a copy of that workflow is embedded in the tool settings.
  const copy = needsCopy(tool) ? workflows[workflow.references?.[tool.use] ?? tool.use] : undefined
  const config = (copy ?? tool.config) as Settings
  const fields = findToolFields({ ...tool, config }, [String(index)], request)
  if (!fields || fields.length === 0) return []
  const fixedTool = { ...tools[index], config: addArguments(tool, config, fields) } as Json
  const change = copy ? message('fix.target-copy', { workflow: tool.use }) : message('fix.target', { tool: name })
  return [
    { change, edit: createSettingEdit(node, 'tools', tools.with(index, fixedTool as Record<string, Json>)), fields },
  ]
}

/** Adds an empty string for each field that is an argument of a function or an MCP tool. */
function addArguments({ kind }: ToolSettings, config: Settings, fields: readonly Field[]): Settings {
  const emptyArguments = Object.fromEntries(fields.map(({ setting }) => [setting, '']))
  if (kind === 'function') return { ...config, ...emptyArguments }
  return kind === 'mcp'
    ? { ...config, arguments: { ...parseMcpConfig({ config }).fixedArguments, ...emptyArguments } }
    : config
}

const needsCopy = ({ kind, config }: ToolSettings): boolean => kind === 'workflow' && Object.keys(config).length === 0

/**
 * Returns a field for each target of a tool that does not have a fixed value yet, or `undefined` if the tool settings
 * cannot contain a fixed value for the targets.
 */
function findToolFields(tool: ToolSettings, path: readonly string[], request: FixRequest): Field[] | undefined {
  const { kind, use, config } = tool
  const configPath = [...path, 'config']
  if (kind === 'function') {
    const { targets = [] } = request.functions?.find((candidate) => candidate.name === use) ?? {}
    return targets.length === 0 ? undefined : findArgumentFields(targets, config, configPath)
  }
  if (kind === 'mcp') {
    const { targets, fixedArguments } = parseMcpConfig(tool)
    return targets && findArgumentFields(targets, fixedArguments, [...configPath, 'arguments'])
  }
  const { effects, hasFixedTarget } = findToolTraits(tool, createToolContext(request))
  if (effects !== 'external' || hasFixedTarget) return []
  if (kind === 'node') return findNodeFields(use, config, configPath, request)
  const workflow = readToolWorkflow(tool)
  return workflow && findWorkflowFields(workflow, configPath, request)
}

const findArgumentFields = (targets: readonly string[], fixedArguments: Settings, path: readonly string[]): Field[] =>
  targets
    .filter((target) => !Object.hasOwn(fixedArguments, target) || containsPlaceholder(fixedArguments[target]))
    .map((setting) => ({ type: '', setting, path: [...path, setting], value: '' }))

const createToolContext = ({
  catalog,
  workflow,
  workflows = {},
}: FixRequest): Parameters<typeof findToolTraits>[1] => ({
  getNodeType: catalog.get,
  findWorkflow: (name) => workflows[workflow.references?.[name] ?? name],
})

function findNodeFields(
  type: string,
  config: Settings,
  path: readonly string[],
  request: FixRequest,
): Field[] | undefined {
  const { targets = [], subWorkflow, settings } = request.catalog.get(type) ?? {}
  const parseResult = settings?.safeParse(config)
  if (subWorkflow) {
    const source = parseResult?.success ? subWorkflow(parseResult.data) : undefined
    if (!source || 'name' in source) return undefined
    const { workflow } = readWorkflow(source.document)
    return workflow && findWorkflowFields(workflow, [...path, 'document'], request)
  }
  if (type === 'agent') {
    const { data: agent } = agentSettings.safeParse(config)
    if (!agent || agent.agent !== '') return undefined
    return joinFields(
      parseTools(agent).map((tool, index) =>
        needsApproval(tool, findToolTraits(tool, createToolContext(request)))
          ? []
          : findToolFields(tool, [...path, 'tools', String(index)], request),
      ),
    )
  }
  const currentSettings = parseResult?.success ? (parseResult.data as Settings) : config
  const unfixedTargets = targets.filter((setting) => containsPlaceholder(currentSettings[setting]))
  return unfixedTargets.length === 0
    ? undefined
    : joinFields(
        unfixedTargets.map((setting) => {
          const value = currentSettings[setting]
          return typeof value === 'string'
            ? [{ type, setting, path: [...path, setting], value: value.split('{{')[0]! }]
            : undefined
        }),
      )
}

function findWorkflowFields(workflow: Workflow, path: readonly string[], request: FixRequest): Field[] | undefined {
  return joinFields(
    workflow.nodes.map(({ type, data, id }, index) => {
      const tool = toolSchema.parse({ name: id, kind: 'node', use: type, config: data.config })
      const configPath = [...path, 'nodes', String(index), 'data', 'config']
      const { effects, hasFixedTarget } = findToolTraits(tool, createToolContext(request))
      if (effects !== 'external' || hasFixedTarget) return []
      return findNodeFields(type, data.config, configPath, request)?.map((field) => ({
        node: data.label || id,
        ...field,
      }))
    }),
  )
}

/** Joins lists of fields. Returns `undefined` if one of the lists is undefined, because its targets cannot be fixed. */
const joinFields = (fieldLists: readonly (readonly Field[] | undefined)[]): Field[] | undefined =>
  fieldLists.includes(undefined) ? undefined : fieldLists.flatMap((fields) => fields ?? [])
