import { message, type Message } from '@aw-flow/messages'
import {
  defined,
  error,
  getProblemText,
  warning,
  type Port,
  type PortType,
  type Problem,
  type RetryOverride,
  type RetryPolicy,
  type Workflow,
  type Config,
  type WorkflowNode,
} from '@aw-flow/schema'
import { toIssueMessage, canConnectPorts, replaceSentence } from '@aw-flow/schema/internal'
import { distance } from 'fastest-levenshtein'
import type { Catalog } from '../node/catalog.ts'
import type { NodeDefinition } from '../node/define-node.ts'
import { findCertainIssues } from './find-certain-issues.ts'
import { findPlaceholders, type Template } from '../expressions/template.ts'
import { ExpressionError } from '../expressions/expression-error.ts'
import { defaultRetryPolicy } from '../scheduler/create-failure-event.ts'
import type { PlannedNode } from './workflow-plan.ts'

export interface PlanNodeOptions {
  workflow: Workflow
  catalog: Catalog
  /** The version to use for each node type. Defaults to the newest versions. */
  versions: Readonly<Record<string, number>> | undefined
  /** In a migrated run: the version of settings that do not declare one, keyed by node type. */
  settingsVersions?: Readonly<Record<string, number>> | undefined
  retry: RetryOverride | undefined
}

/** Resolves a single node's type, settings and ports. Adds to `problems`. */
export function planNode(node: WorkflowNode, options: PlanNodeOptions, problems: Problem[]): PlannedNode {
  const { workflow, retry } = options
  const definition = findDefinition(node, options, problems)
  const { settingsVersions } = options
  const settingsVersion =
    settingsVersions && Object.hasOwn(settingsVersions, node.type) ? settingsVersions[node.type] : undefined
  const parsedSettings = definition ? readSettings(node, definition, settingsVersion, problems) : undefined
  const settings = parsedSettings?.settings
  const mode = node.mode ?? workflow.groups?.find((group) => group.mode && group.nodes.includes(node.id))?.mode
  const skipReasons = { disabled: message('node.disabled', {}), bypassed: message('node.bypassed', {}) }
  return {
    node,
    definition,
    settings,
    migratedFrom: settingsVersion === definition?.version ? undefined : settingsVersion,
    template: parsedSettings?.template,
    ports: resolvePorts(node, definition, settings),
    inputs: [],
    returnInputs: [],
    successors: [],
    canDeferOutput: false,
    policy: [retry, workflow.settings.retry, node.retry].reduce(applyOverride, defaultRetryPolicy),
    mode,
    skipReason: mode && skipReasons[mode],
    warnings: [],
    loop: undefined,
    innerPlan: undefined,
  }
}

const applyOverride = (policy: RetryPolicy, retryOverride: RetryOverride | undefined): RetryPolicy => {
  if (!retryOverride) return policy
  const definedEntries = Object.entries(retryOverride).filter(([, value]) => value !== undefined)
  return { ...policy, ...Object.fromEntries(definedEntries) }
}

/** Returns a node's name in messages: its label or, if it has none, its id. */
export const getNodeLabel = ({ node }: Pick<PlannedNode, 'node'>): string => node.data.label || node.id

/** Wraps a problem that occurs inside a node, such as a sub-workflow, for display at the outer level. */
export const wrapInnerProblem = (label: string, problem: Problem): Problem =>
  replaceSentence(problem, message('sub-workflow.inside', { node: label, reason: getProblemText(problem) }))

/** Wraps a problem in a node's sub-workflow and locates it at that node. */
export const wrapProblemAtNode = (plannedNode: Pick<PlannedNode, 'node'>, problem: Problem): Problem => ({
  ...wrapInnerProblem(getNodeLabel(plannedNode), problem),
  where: { node: plannedNode.node.id },
})

/** Creates the message that names a port type. @internal */
export const describePortType = (type: PortType): Message => message('value-type', { type })

/** Returns whether an edge may connect `output` to `input`. @internal */
export const portAccepts = (input: Port, output: Port): boolean => canConnectPorts(output.type, input.type)

const errorPort: Port = { name: 'error', type: 'json', label: 'Error' }

function resolvePorts(
  node: WorkflowNode,
  definition: NodeDefinition | undefined,
  settings: unknown,
): PlannedNode['ports'] {
  if (!definition) return { inputs: [], outputs: [] }
  const { inputs, outputs } = (settings !== undefined && definition.ports?.(settings)) || definition
  const hasErrorPort = node.onError !== undefined && node.onError !== 'stop'
  return { inputs, outputs: hasErrorPort ? [...outputs, errorPort] : outputs }
}

/** Creates a warning for each string setting that the migration to the installed version has changed. */
function createMigrationWarnings(
  node: WorkflowNode,
  migratedConfig: Config,
  version: number,
  installedVersion: number,
): Problem[] {
  return Object.entries(node.data.config).flatMap(([setting, originalValue]) => {
    const migratedValue = migratedConfig[setting]
    if (typeof originalValue !== 'string' || typeof migratedValue !== 'string' || originalValue === migratedValue)
      return []
    const params = {
      node: getNodeLabel({ node }),
      version,
      installed: installedVersion,
      before: toExcerpt(originalValue),
      after: toExcerpt(migratedValue),
    }
    return [warning('node.migrated', params, { where: { node: node.id, setting } })]
  })
}

const toExcerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** Returns up to three node types of the catalog with the smallest Levenshtein distance to an unknown type. */
function findSimilarTypes(unknownType: string, catalog: PlanNodeOptions['catalog']): string[] {
  const types = catalog.types().map((type) => ({ type, edits: distance(type, unknownType) }))
  return types
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ type }) => type)
}

function findDefinition(
  node: WorkflowNode,
  { catalog, versions }: PlanNodeOptions,
  problems: Problem[],
): NodeDefinition | undefined {
  const where = { node: node.id }
  const version = versions && Object.hasOwn(versions, node.type) ? versions[node.type] : undefined
  const definition = catalog.get(node.type, version)
  if (!definition && version !== undefined && catalog.get(node.type)) {
    const params = { type: node.type, version, installed: catalog.get(node.type)!.version }
    problems.push(error('node.version-not-installed', params, { where }))
    return undefined
  }
  if (!definition) {
    const types = findSimilarTypes(node.type, catalog)
    problems.push(error('node.unknown-type', { type: node.type, types }, { where }))
  }
  return definition
}

/** Returns the errors in the settings of a node that is not part of a workflow, such as a tool of an agent. @internal */
export function findSettingErrors(node: WorkflowNode, definition: NodeDefinition): Problem[] {
  const problems: Problem[] = []
  readSettings(node, definition, undefined, problems)
  return problems.filter(({ severity }) => severity === 'error')
}

function readSettings(
  node: WorkflowNode,
  definition: NodeDefinition,
  settingsVersion: number | undefined,
  problems: Problem[],
): { settings: unknown; template?: Template | undefined } {
  const where = { node: node.id }
  const { typeVersion = settingsVersion ?? definition.assumedVersion ?? definition.version } = node
  if (typeVersion > definition.version) {
    const params = { type: node.type, version: typeVersion, installed: definition.version }
    problems.push(error('node.newer-version', params, { where }))
    return { settings: undefined }
  }
  let { config } = node.data
  if (typeVersion < definition.version && definition.migrate) {
    try {
      const isAssumed = node.typeVersion === undefined && settingsVersion === undefined
      config = definition.migrate(config, typeVersion, isAssumed)
    } catch (cause) {
      const reason =
        cause instanceof ExpressionError ? cause.text : cause instanceof Error ? cause.message : String(cause)
      const params = { node: getNodeLabel({ node }), version: typeVersion, installed: definition.version, reason }
      problems.push(error('node.migration-failed', params, { where }))
      return { settings: undefined }
    }
    problems.push(...createMigrationWarnings(node, config, typeVersion, definition.version))
  }
  const verbatim = [...(definition.verbatim ?? []), ...(definition.expressions ?? [])]
  const scan = findPlaceholders(config, defined({ verbatim, places: definition.insertionPlaces?.(config) }))
  for (const { setting, reason } of scan.problems) {
    problems.push(
      error('expression.invalid', { kind: 'template', setting, text: '', reason }, { where: { ...where, setting } }),
    )
  }
  const { template } = scan
  const parseResult = definition.settings.safeParse(config)
  if (parseResult.success) return { settings: parseResult.data, template }
  for (const issue of findCertainIssues(parseResult.error.issues, template)) {
    const setting = issue.path.map(String).join('.')
    const reason = toIssueMessage(issue, config)
    problems.push(
      error(
        'node.invalid-setting',
        { setting, node: getNodeLabel({ node }), reason, expressions: '' },
        { where: { ...where, ...(setting ? { setting } : {}) } },
      ),
    )
  }
  return { settings: undefined, template }
}
