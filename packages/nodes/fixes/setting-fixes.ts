import { message } from '@aw-flow/messages'
import type { Edit, Json } from '@aw-flow/schema'
import { findUpstreamNodes } from './graph-edits.ts'
import { findNearestNames } from './nearest-names.ts'
import {
  getList,
  getText,
  createSettingEdit,
  type FixRequest,
  type NodeProblem,
  type ProposedFix,
} from './proposed-fix.ts'

/** Setting values, keyed by equivalent terms from other programs. */
const synonyms: Readonly<Record<string, string>> = {
  avg: 'mean',
  average: 'mean',
  maximum: 'max',
  minimum: 'min',
  total: 'sum',
  std: 'stddev',
  nunique: 'count-distinct',
  distinct: 'count-distinct',
  asc: 'ascending',
  desc: 'descending',
  outer: 'full',
  '=': 'equals',
  '==': 'equals',
  eq: 'equals',
  '!=': 'not-equals',
  '<>': 'not-equals',
  '>': 'more',
  gt: 'more',
  greater: 'more',
  '>=': 'at-least',
  gte: 'at-least',
  '<': 'less',
  lt: 'less',
  '<=': 'at-most',
  lte: 'at-most',
  in: 'is-one-of',
  regex: 'matches',
  remove: 'drop',
  exclude: 'drop',
  include: 'keep',
}

/**
 * Corrects a value that a setting does not accept: selects a similar or equivalent option, converts text to a number or
 * boolean, or applies the limit that was exceeded.
 */
export function fixInvalidSetting(request: NodeProblem): ProposedFix[] {
  const { node, problem } = request
  const path = getText(request, 'setting').split('.')
  if (path[0] === '') return renameKeys(request)
  const [key = ''] = path
  const settingValue = node.data.config[key]
  if (settingValue === undefined) return []
  const currentValue = path.slice(1).reduce<unknown>(getItem, settingValue)
  const replace = (newValue: Json): ProposedFix[] => {
    const value = setItem(settingValue, path.slice(1), newValue)
    if (typeof currentValue === 'object' || currentValue === undefined) return []
    const [oldText, newText] =
      String(currentValue) === String(newValue)
        ? [JSON.stringify(currentValue), JSON.stringify(newValue)]
        : [currentValue, newValue]
    const change = message('fix.replace', { from: String(oldText), to: String(newText) })
    return [{ change, edit: createSettingEdit(node, key, value) }]
  }
  const expectedValue = findExpectedValue(problem.params?.reason)
  if (expectedValue.values) {
    const values = expectedValue.values.flatMap((text) => {
      const value: unknown = JSON.parse(text)
      return typeof value === 'string' ? [value] : []
    })
    const text = String(currentValue)
    const synonym = Object.hasOwn(synonyms, text.toLowerCase()) ? synonyms[text.toLowerCase()]! : ''
    const choices = values.includes(synonym) ? [synonym] : findNearestNames(text, values)
    return choices.slice(0, 2).flatMap(replace)
  }
  const isNumericString =
    typeof currentValue === 'string' && currentValue.trim() !== '' && Number.isFinite(Number(currentValue))
  if (expectedValue.code === 'value.number' || expectedValue.code === 'value.integer')
    return isNumericString ? replace(Number(currentValue)) : []
  if (
    expectedValue.code === 'value.boolean' &&
    typeof currentValue === 'string' &&
    /^(true|false)$/i.test(currentValue)
  )
    return replace(currentValue.toLowerCase() === 'true')
  if (expectedValue.code === 'value.string' && typeof currentValue === 'number') return replace(String(currentValue))
  return expectedValue.limit === undefined ? [] : replace(expectedValue.limit)
}

/** Requires approval for the tool with external effects, or for all tools that run without approval. */
export function requireApproval(request: NodeProblem): ProposedFix[] {
  const { node } = request
  const toolName = getText(request, 'tool')
  const tools = Array.isArray(node.data.config.tools) ? (node.data.config.tools as Record<string, Json>[]) : []
  const runsWithoutApproval = ({ approval }: Record<string, Json>): boolean => approval === 'never'
  const namesWithoutApproval = tools.filter(runsWithoutApproval).map(({ name }) => String(name))
  const createApprovalFix = (names: readonly string[]): ProposedFix => ({
    change: message('fix.replace', {
      from: names.map((name) => `${name}: never`).join(', '),
      to: names.map((name) => `${name}: ask`).join(', '),
    }),
    edit: createSettingEdit(
      node,
      'tools',
      tools.map((tool) =>
        runsWithoutApproval(tool) && names.includes(String(tool.name)) ? { ...tool, approval: 'ask' } : tool,
      ),
    ),
  })
  if (!namesWithoutApproval.includes(toolName)) return []
  return namesWithoutApproval.length === 1
    ? [createApprovalFix(namesWithoutApproval)]
    : [createApprovalFix([toolName]), createApprovalFix(namesWithoutApproval)]
}

/** Corrects misspelled setting names. */
function renameKeys(request: NodeProblem): ProposedFix[] {
  const { node, catalog } = request
  const { properties = {} } = catalog.list().find(({ type }) => type === node.type)?.settings ?? {}
  return getList(request, 'keys').flatMap((key) =>
    findNearestNames(key, Object.keys(properties as object)).flatMap((newKey): ProposedFix[] => {
      if (Object.hasOwn(node.data.config, newKey)) return []
      const config = Object.fromEntries(
        Object.entries(node.data.config).map(([name, value]) => [name === key ? newKey : name, value]),
      )
      const change = message('fix.replace', { from: key, to: newKey })
      return [{ change, edit: { type: 'replace-config', id: node.id, config } }]
    }),
  )
}

/**
 * Creates a rule that changes a setting to another value. `defaultValue` is the current value if the node does not set
 * the setting.
 */
export const createReplacementRule =
  (setting: string, newValue: Json, defaultValue?: Json) =>
  ({ node }: NodeProblem): ProposedFix[] => {
    const currentValue = node.data.config[setting] ?? defaultValue
    if (
      currentValue === undefined ||
      currentValue === newValue ||
      typeof currentValue === 'object' ||
      typeof newValue === 'object'
    )
      return []
    const change = message('fix.replace', { from: String(currentValue), to: String(newValue) })
    return [{ change, edit: createSettingEdit(node, setting, newValue) }]
  }

/** Sets cells to null if they cannot be converted, instead of failing the node. */
export function replaceInvalidCellsWithNull(request: NodeProblem): ProposedFix[] {
  const change = message('fix.convert', { column: getText(request, 'column') })
  return [{ change, edit: createSettingEdit(request.node, 'onFailure', 'empty'), allowedWarnings: ['cast.failed'] }]
}

/** Multiplies the time limit of a node by six, up to a maximum of one hour. */
export function raiseTimeLimit({ node, catalog }: NodeProblem): ProposedFix[] {
  const settings = catalog.get(node.type)?.settings.safeParse(node.data.config)
  const limit: unknown = settings?.success ? (settings.data as Record<string, unknown>).timeLimit : undefined
  if (typeof limit !== 'number' || limit >= 3_600) return []
  const newLimit = Math.min(3_600, limit * 6)
  const change = message('fix.replace', { from: `${limit} s`, to: `${newLimit} s` })
  return [{ change, edit: createSettingEdit(node, 'timeLimit', newLimit) }]
}

/** Resets settings that override automatic detection, in the node itself and in upstream Load nodes. */
export function resetToAutomaticDetection({ workflow, problem }: FixRequest): ProposedFix[] {
  const id = problem.where?.node ?? ''
  const nodes = [...workflow.nodes.filter((node) => node.id === id), ...findUpstreamNodes(workflow, id)]
  return nodes.flatMap((node) =>
    node.type !== 'loading'
      ? []
      : ['delimiter', 'encoding', 'header', 'part', 'entry', 'records'].flatMap((setting): ProposedFix[] => {
          const currentValue = node.data.config[setting]
          if (typeof currentValue !== 'string' || currentValue === 'auto') return []
          return [
            {
              change: message('fix.replace', { from: currentValue, to: 'auto' }),
              edit: createSettingEdit(node, setting, 'auto'),
            },
          ]
        }),
  )
}

/** Corrects a misspelled node type. */
export function fixUnknownType(request: NodeProblem): ProposedFix[] {
  const { node, catalog } = request
  const types = catalog.list().map(({ type }) => type)
  return findNearestNames(node.type, types)
    .slice(0, 2)
    .map((type) => ({
      change: message('fix.replace', { from: node.type, to: type }),
      edit: { type: 'replace-node', node: { ...node, type } },
    }))
}

/** Corrects the name of the workflow that a node runs. */
export function fixUnknownWorkflow(request: NodeProblem): ProposedFix[] {
  const { node, workflowNames = [] } = request
  const { workflow: name } = node.data.config
  if (typeof name !== 'string') return []
  return findNearestNames(name, workflowNames)
    .slice(0, 2)
    .map((newName) => ({
      change: message('fix.replace', { from: name, to: newName }),
      edit: createSettingEdit(node, 'workflow', newName),
    }))
}

interface ExpectedValue {
  readonly code?: string
  readonly values?: readonly string[]
  readonly limit?: number
}

/** Extracts the values that a setting accepts from the reason of a problem. */
function findExpectedValue(reason: unknown): ExpectedValue {
  if (typeof reason !== 'object' || reason === null || !('code' in reason)) return {}
  const { code, params = {} } = reason as { code: string; params?: Record<string, unknown> }
  if ('expected' in params) return findExpectedValue(params.expected)
  if ('reason' in params) return findExpectedValue(params.reason)
  if (code === 'value.one-of' && Array.isArray(params.values)) return { code, values: params.values as string[] }
  const limit = code === 'value.max' ? params.max : code === 'value.min' ? params.min : undefined
  return { code, ...(limit === undefined ? {} : { limit: Number(limit) }) }
}

const getItem = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

function setItem(value: Json, [key, ...rest]: readonly string[], item: Json): Json {
  if (key === undefined) return item
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === key ? setItem(inner, rest, item) : inner))
  if (typeof value !== 'object' || value === null) return value
  return { ...value, [key]: setItem(value[key] ?? null, rest, item) }
}

/** Escapes the values that are inserted in texts, as the latest version of the node type does by default. */
export function escapeInsertions({ node, catalog }: NodeProblem): ProposedFix[] {
  const { version } = catalog.get(node.type) ?? {}
  if (version === undefined) return []
  const { insertion: _, ...config } = node.data.config
  const edit: Edit = { type: 'replace-node', node: { ...node, typeVersion: version, data: { ...node.data, config } } }
  return [{ change: message('fix.escape-insertions', {}), edit }]
}

/** Migrates a node to the latest version of its type. */
export function updateNode({ node, catalog }: NodeProblem): ProposedFix[] {
  const definition = catalog.get(node.type)
  const currentVersion = node.typeVersion ?? definition?.assumedVersion
  if (!definition?.migrate || currentVersion === undefined) return []
  const config = definition.migrate(node.data.config, currentVersion, node.typeVersion === undefined)
  return [
    {
      change: message('fix.update-node', { version: definition.version }),
      edit: {
        type: 'replace-node',
        node: { ...node, typeVersion: definition.version, data: { ...node.data, config } },
      },
    },
  ]
}
