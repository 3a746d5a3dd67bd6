import {
  error,
  portFits,
  type Port,
  type Problem,
  type RetryOverride,
  type RetryPolicy,
  type Workflow,
  type WorkflowNode,
} from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import type { NodeDefinition } from '../define-node.ts'
import { findPlaceholders, type Template } from '../expressions/template.ts'
import { defaultRetryPolicy } from '../scheduler/after-failure.ts'
import type { PlannedNode } from './workflow-plan.ts'

export interface PlanNodeOptions {
  workflow: Workflow
  catalogue: Catalogue
  /** Of node types that a run keeps to. */
  versions: Readonly<Record<string, number>> | undefined
  /** The versions for which settings were written that do not say for which, where a run was migrated. */
  writtenFor?: Readonly<Record<string, number>> | undefined
  retry: RetryOverride | undefined
}

/** A node by itself: its type, its settings, its ports. What is wrong is added to `problems`. */
export function planNode(node: WorkflowNode, options: PlanNodeOptions, problems: Problem[]): PlannedNode {
  const { workflow, retry } = options
  const definition = definitionOf(node, options, problems)
  const { writtenFor } = options
  const version = writtenFor && Object.hasOwn(writtenFor, node.type) ? writtenFor[node.type] : undefined
  const read = definition ? readSettings(node, definition, version, problems) : undefined
  const settings = read?.settings
  const mode = node.mode ?? workflow.groups?.find((group) => group.mode && group.nodes.includes(node.id))?.mode
  const off = { disabled: 'Not run, because it is disabled.', bypassed: 'Bypassed: what comes in goes on.' }
  return {
    node,
    definition,
    settings,
    migratedFrom: version === definition?.version ? undefined : version,
    template: read?.template,
    ports: portsOf(node, definition, settings),
    inputs: [],
    returns: [],
    successors: [],
    isPassedOn: false,
    policy: [retry, workflow.settings.retry, node.retry].reduce(overridden, defaultRetryPolicy),
    mode,
    off: mode && off[mode],
    loop: undefined,
    inside: undefined,
  }
}

const overridden = (policy: RetryPolicy, over: RetryOverride | undefined): RetryPolicy => {
  if (!over) return policy
  const said = Object.entries(over).filter(([, value]) => value !== undefined)
  return { ...policy, ...Object.fromEntries(said) }
}

/** What a node is called in messages. */
export const labelOf = ({ node }: Pick<PlannedNode, 'node'>): string => node.data.label || node.id

/** True when an edge from `output` to `input` makes sense. */
export const accepts = (input: Port, output: Port): boolean => portFits(output.type, input.type)

const errorPort: Port = { name: 'error', type: 'json', label: 'Error' }

function portsOf(node: WorkflowNode, definition: NodeDefinition | undefined, settings: unknown): PlannedNode['ports'] {
  if (!definition) return { inputs: [], outputs: [] }
  const { inputs, outputs } = (settings !== undefined && definition.ports?.(settings)) || definition
  const tellsErrors = node.onError !== undefined && node.onError !== 'stop'
  return { inputs, outputs: tellsErrors ? [...outputs, errorPort] : outputs }
}

function definitionOf(
  node: WorkflowNode,
  { catalogue, versions }: PlanNodeOptions,
  problems: Problem[],
): NodeDefinition | undefined {
  const where = { node: node.id }
  const version = versions && Object.hasOwn(versions, node.type) ? versions[node.type] : undefined
  const definition = catalogue.get(node.type, version)
  if (!definition && version !== undefined && catalogue.get(node.type)) {
    const message = `This run began with version ${version} of "${node.type}", here is version ${catalogue.get(node.type)!.version}.`
    const hint = `Install version ${version}, start a new run, or end this one.`
    problems.push(error('node.version-gone', message, { where, hint }))
    return undefined
  }
  if (!definition) {
    const known = catalogue.list().map(({ type }) => `"${type}"`)
    const hint = `Replace the node, or install its type. Known types: ${known.join(', ')}.`
    problems.push(error('node.unknown-type', `There is no node type "${node.type}".`, { where, hint }))
  }
  return definition
}

function readSettings(
  node: WorkflowNode,
  definition: NodeDefinition,
  writtenFor: number | undefined,
  problems: Problem[],
): { settings: unknown; template?: Template | undefined } {
  const where = { node: node.id }
  const { typeVersion = writtenFor ?? definition.version } = node
  if (typeVersion > definition.version) {
    const message = `This node was made with version ${typeVersion} of "${node.type}", here is version ${definition.version}.`
    problems.push(error('node.newer-version', message, { where, hint: 'Update the program.' }))
    return { settings: undefined }
  }
  let { config } = node.data
  if (typeVersion < definition.version && definition.migrate) {
    try {
      config = definition.migrate(config, typeVersion)
    } catch (cause) {
      const message = `The settings of "${labelOf({ node })}" (version ${typeVersion}) cannot be read by version ${definition.version}: ${cause instanceof Error ? cause.message : String(cause)}`
      problems.push(error('node.migration-failed', message, { where, hint: 'Set the node up again.' }))
      return { settings: undefined }
    }
  }
  const found = findPlaceholders(config, [...(definition.verbatim ?? []), ...(definition.expressions ?? [])])
  for (const { setting, message, hint } of found.problems) {
    problems.push(error('expression.invalid', message, { where: { ...where, setting }, hint }))
  }
  const { template } = found
  const parsed = definition.settings.safeParse(config)
  if (parsed.success) return { settings: parsed.data, template }
  const wrong = parsed.error.issues.filter(({ path }) => !template?.fills(path.map(String)))
  for (const issue of wrong) {
    const setting = issue.path.map(String).join('.')
    const message = `Setting ${setting ? `"${setting}" ` : ''}of "${labelOf({ node })}": ${issue.message}.`
    const hint = 'Select the node and correct the setting.'
    problems.push(
      error('node.invalid-setting', message.replace('..', '.'), {
        where: { ...where, ...(setting ? { setting } : {}) },
        hint,
      }),
    )
  }
  return { settings: undefined, template }
}
