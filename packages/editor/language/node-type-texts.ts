import type { MessageParams } from '@aw-flow/messages'
import { findInnerWorkflow } from '@aw-flow/canvas'
import {
  defined,
  type NodeDescription,
  type NodeType,
  type Problem,
  type WaitingNode,
  type Workflow,
  type WorkflowDescription,
  type WorkflowNode,
} from '@aw-flow/schema'
import { toTitle } from '../forms/fields/setting-field.ts'
import type { NodeTypeTranslator } from './node-type-translator.ts'

/**
 * Finds the translation of one of a node type's strings.
 *
 * @param code - The message code, such as `type.filter.title`.
 * @param english - The node type's English string, as a MessageFormat source.
 * @param params - The message parameters.
 * @returns The translation, or `undefined` to use the English string.
 *
 * @internal
 */
export type FindTranslation = (code: string, english: string, params?: MessageParams) => string | undefined

/** Creates a translator that looks up translations with `find`. @internal */
export function createNodeTypeTranslator(find: FindTranslation): NodeTypeTranslator {
  /** English and translated titles of the translated node types, keyed by type. */
  const titles = new Map<string, { readonly english: string; readonly translated: string }>()
  /** Translated descriptions of node types, keyed by English description. */
  const typeDescriptions = new Map<string, string>()
  const translateType = memoize((type: NodeType): NodeType => {
    const prefix = `type.${type.type}`
    const title = find(`${prefix}.title`, type.title) ?? type.title
    const description = find(`${prefix}.description`, type.description) ?? type.description
    titles.set(type.type, { english: type.title, translated: title })
    typeDescriptions.set(type.description, description)
    return {
      ...type,
      ...localizePorts(type.type, type),
      title,
      description,
      settings: localizeDefaults(type.type, localizeSchema(type.settings, prefix, [], find)),
      defaults: Object.fromEntries(
        Object.entries(type.defaults).map(([name, value]) => [
          name,
          isSentence(value, name, type.settings) ? (find(`${prefix}.default.${name}`, value) ?? value) : value,
        ]),
      ),
    }
  })
  const translateDefault = (type: string, setting: string, customText: unknown): string | undefined =>
    customText === undefined && displayedDefaults[type]?.includes(setting)
      ? find(`type.${type}.default.${setting}`, '')
      : undefined
  const localizeDefaults = (type: string, schema: Record<string, unknown>): Record<string, unknown> => {
    const { properties } = schema
    const names = displayedDefaults[type]
    if (!names || !isSchema(properties)) return schema
    const localizedProperties = names.flatMap((name) => {
      const [property, text] = [properties[name], translateDefault(type, name, undefined)]
      return isSchema(property) && text !== undefined ? [[name, { ...property, default: text }] as const] : []
    })
    return { ...schema, properties: { ...properties, ...Object.fromEntries(localizedProperties) } }
  }
  const localizeSummary = (
    { type, data }: WorkflowNode,
    text: NodeDescription['summary'],
  ): NodeDescription['summary'] => {
    // For a node with invalid settings, the engine uses the type's description as the summary.
    if (typeof text === 'string') return typeDescriptions.get(text) ?? text
    if (!text.params) return text
    const params = { ...text.params }
    for (const name of displayedDefaults[type] ?? []) {
      const translatedDefault = name in params ? translateDefault(type, name, data.config[name]) : undefined
      if (translatedDefault !== undefined) params[name] = translatedDefault
    }
    return { ...text, params }
  }
  const localizedWaitingNodes = new WeakMap<WaitingNode, WaitingNode>()
  const localizePorts = (type: string, { inputs, outputs }: Ports): Ports => ({
    inputs: inputs.map((port) => localizePortLabel(port, `type.${type}.input`)),
    outputs: outputs.map((port) => localizePortLabel(port, `type.${type}.output`)),
  })
  const localizePortLabel = (port: Port, codePrefix: string): Port => {
    const { name, label } = port
    // Keep labels that equal the port name or that the user has set.
    if (label === undefined || label === name) return port
    const [, series = name, number] = /^(\D+)(\d+)$/.exec(name) ?? []
    if (number !== undefined && !label.endsWith(number)) return port
    const source = number === undefined ? label : `${label.slice(0, -number.length)}{$number}`
    const seriesLabel = find(`${codePrefix}.${series}`, source, defined({ number }))
    const commonLabel = Object.hasOwn(commonOutputs, name) ? find(`type.any.output.${name}`, label) : undefined
    return { ...port, label: seriesLabel ?? commonLabel ?? label }
  }
  const descriptions = new WeakMap<WorkflowDescription, WorkflowDescription>()
  return {
    translateType,
    translateTypes: memoize((types) => types.map(translateType)),
    translateDescription(description, { nodes }) {
      const cached = descriptions.get(description)
      if (cached) return cached
      const nodeDescriptions = { ...description.nodes }
      const types = new Map(nodes.map(({ id, type }) => [id, type]))
      const localize = (problem: Problem): Problem => localizeProblem(problem, types, localizePortLabel, find)
      for (const workflowNode of nodes) {
        const { id, type } = workflowNode
        const node = nodeDescriptions[id]
        if (!node) continue
        const translatedPorts = node.ports ? { ports: toMutable(localizePorts(type, node.ports)) } : {}
        nodeDescriptions[id] = {
          ...node,
          ...translatedPorts,
          summary: localizeSummary(workflowNode, node.summary),
          problems: node.problems.map(localize),
        }
      }
      const translatedDescription = {
        ...description,
        nodes: nodeDescriptions,
        problems: description.problems.map(localize),
      }
      descriptions.set(description, translatedDescription)
      return translatedDescription
    },
    translateWaitingNode(waiting, workflow) {
      const cached = localizedWaitingNodes.get(waiting)
      if (cached) return cached
      const { waitFor } = waiting
      const node = workflow && findWaitingNode(waiting, workflow)
      const message = node && translateDefault(node.type, 'message', node.data.config.message)
      const shownValue = waitFor.kind === 'approval' && isSchema(waitFor.shown) ? waitFor.shown : undefined
      const localizedWaitingNode =
        message === undefined || !shownValue || waitFor.kind !== 'approval'
          ? waiting
          : { ...waiting, waitFor: { ...waitFor, shown: { ...shownValue, message } } }
      localizedWaitingNodes.set(waiting, localizedWaitingNode)
      return localizedWaitingNode
    },
    getLabel({ type, data }) {
      const title = titles.get(type)
      return title?.english === data.label ? title.translated : data.label
    },
  }
}

/**
 * Returns the English strings of node types, keyed by message code. Use them as a template for translations.
 *
 * @example
 * getNodeTypeMessages(session.engine.catalog) // { 'type.filter.title': 'Filter rows', … }
 * @internal
 */
export function getNodeTypeMessages(types: readonly NodeType[]): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const [name, label] of Object.entries(commonOutputs)) messages[`type.any.output.${name}`] = label
  createNodeTypeTranslator((code, english) => {
    messages[code] = english
    return undefined
  }).translateTypes(types)
  return messages
}

/** Labels of outputs that node types do not list, because nodes have them only with certain settings. */
const commonOutputs: Readonly<Record<string, string>> = { error: 'Error', table: 'Table', value: 'Value' }

/**
 * Settings with default text that is shown but not stored, so that it can be translated. Keyed by node type.
 */
const displayedDefaults: Readonly<Record<string, readonly string[]>> = { approval: ['message'] }

/** Returns whether a setting's default value is a sentence to translate. */
function isSentence(value: unknown, setting: string, { properties }: Schema): value is string {
  const schema = isSchema(properties) ? properties[setting] : undefined
  if (typeof value !== 'string' || !isSchema(schema) || schema.enum !== undefined) return false
  return (schema.format === undefined || schema.format === 'multiline') && /^\p{Lu}[^\n{}]*\s/u.test(value)
}

/** Returns the waiting node, which is in the workflow or in one of its sub-workflows. */
function findWaitingNode({ node, scope = [] }: WaitingNode, workflow: Workflow): WorkflowNode | undefined {
  let nodes = workflow.nodes
  for (const step of scope) {
    const outer = nodes.find(({ id }) => id === step.replace(/#\d+$/, ''))
    const inner = outer && findInnerWorkflow(outer)
    if (inner) nodes = inner.nodes as unknown as WorkflowNode[]
  }
  return nodes.find(({ id }) => id === node)
}

type Port = NodeType['inputs'][number]
type Ports = Pick<NodeType, 'inputs' | 'outputs'>
type Schema = Readonly<Record<string, unknown>>

/** Translates the port label and the setting name in a problem's message parameters. See `getSettingTitle`. */
function localizeProblem(
  problem: Problem,
  types: ReadonlyMap<string, string>,
  localizePortLabel: (port: Port, codePrefix: string) => Port,
  find: FindTranslation,
): Problem {
  const { where: { node = '', port: name, setting } = {}, params } = problem
  const [type, label] = [types.get(node), params?.['port']]
  if (type === undefined) return problem
  if (name !== undefined && typeof label === 'string') {
    const port = localizePortLabel({ name, label, type: 'any' }, `type.${type}.input`)
    return port.label === label ? problem : { ...problem, params: { ...params, port: port.label ?? label } }
  }
  if (!setting || params?.['setting'] !== setting) return problem
  let path = `type.${type}.setting`
  const titles = setting
    .split('.')
    .map((segment) =>
      /^\d+$/.test(segment) ? `${Number(segment) + 1}` : (find((path += `.${segment}`), segment) ?? segment),
    )
  return { ...problem, params: { ...params, setting: titles.join(' › ') } }
}

const toMutable = ({ inputs, outputs }: Ports): { inputs: Port[]; outputs: Port[] } => ({
  inputs: [...inputs],
  outputs: [...outputs],
})

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Translates the titles, help texts and choice labels in a settings schema at a path of setting names. */
function localizeSchema(
  schema: Schema,
  prefix: string,
  path: readonly string[],
  find: FindTranslation,
): Record<string, unknown> {
  const translatedSchema: Record<string, unknown> = { ...schema }
  const localizeInner = (value: unknown): unknown =>
    isSchema(value) ? localizeSchema(value, prefix, path, find) : value
  const { properties, items, additionalProperties, anyOf, oneOf } = schema
  if (isSchema(properties))
    translatedSchema.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        isSchema(property) ? localizeSetting(property, prefix, [...path, name], find) : property,
      ]),
    )
  if (items !== undefined) translatedSchema.items = localizeInner(items)
  if (additionalProperties !== undefined) translatedSchema.additionalProperties = localizeInner(additionalProperties)
  if (Array.isArray(anyOf)) translatedSchema.anyOf = anyOf.map(localizeInner)
  if (Array.isArray(oneOf)) translatedSchema.oneOf = oneOf.map(localizeInner)
  return translatedSchema
}

function localizeSetting(
  schema: Schema,
  prefix: string,
  path: readonly string[],
  find: FindTranslation,
): Record<string, unknown> {
  const settingPath = path.join('.')
  const { title: englishTitle, description, format, labels } = schema
  const english = typeof englishTitle === 'string' ? englishTitle : toTitle(path.at(-1)!)
  const title = find(`${prefix}.setting.${settingPath}`, english)
  const help = typeof description === 'string' ? find(`${prefix}.help.${settingPath}`, description) : undefined
  const translatedLabels = listChoices(schema).flatMap(([value, label]) => {
    const text = find(`${prefix}.choice.${settingPath}.${value}`, label)
    return text === undefined ? [] : [[value, text] as const]
  })
  return {
    // Load plans are shown in a dialog that has its own strings.
    ...(format === 'load-plan' ? schema : localizeSchema(schema, prefix, path, find)),
    ...defined({ title, description: help }),
    ...(translatedLabels.length === 0
      ? {}
      : { labels: { ...(labels as object), ...Object.fromEntries(translatedLabels) } }),
  }
}

/**
 * Returns the values and labels of a setting's choices. Omits values that have neither a label nor lowercase letters,
 * such as `GET`.
 */
function listChoices({ labels, enum: values }: Schema): [value: string, label: string][] {
  const labelByValue = isSchema(labels) ? labels : {}
  const choices = Array.isArray(values) ? values.map(String) : Object.keys(labelByValue)
  return choices
    .filter((value) => Object.hasOwn(labelByValue, value) || /\p{Ll}/u.test(value))
    .map((value) => [value, String(labelByValue[value] ?? value)])
}

function memoize<Input extends object, Output>(compute: (input: Input) => Output): (input: Input) => Output {
  const cache = new WeakMap<Input, { output: Output }>()
  return (input) => {
    const cached = cache.get(input) ?? { output: compute(input) }
    cache.set(input, cached)
    return cached.output
  }
}
