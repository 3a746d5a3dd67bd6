import type { MessageParams } from '@aw-flow/messages'
import { workflowInside } from '@aw-flow/canvas'
import type {
  NodeDescription,
  NodeType,
  Problem,
  WaitingNode,
  Workflow,
  WorkflowDescription,
  WorkflowNode,
} from '@aw-flow/schema'
import { titleOf } from '../forms/title-of.ts'

/**
 * Finds the text of a code in a language; `undefined` if the language does not have it, so that the node type's own
 * text is shown. `english` is that text as a message source, `params` the values that it names.
 *
 * @internal
 */
export type FindText = (code: string, english: string, params?: MessageParams) => string | undefined

/**
 * Shows node types in the language of a reader. Their own texts are English; other languages have messages by code:
 *
 * - `type.filter.title` and `type.filter.description`,
 * - `type.filter.input.table` and `type.filter.output.match`: labels of ports; `type.union.input.in` of the numbered ports
 *   `in1`, `in2`, with the parameter `number`; `type.any.output.error` of ports that nodes have with some settings only,
 * - `type.filter.setting.conditions.column` and `type.filter.help.conditions.column`: title and help of a setting, by its
 *   name; of one in a list or object, behind the name of that,
 * - `type.filter.choice.match.all`: the label of a value to choose,
 * - `type.approval.default.message`: the text that a new node has in a setting.
 *
 * @internal
 */
export interface NodeTypeTexts {
  type(type: NodeType): NodeType
  /** Returns the same list for the same input. */
  types(types: readonly NodeType[]): readonly NodeType[]
  /** Labels of the ports that nodes have because of their settings. */
  description(description: WorkflowDescription, document: Workflow): WorkflowDescription
  /** What a node of a run waits for, with the default text if its settings have none. Returns the same object for the same input. */
  waiting(waiting: WaitingNode, workflow: Workflow | undefined): WaitingNode
}

/** Node types with their own texts. */
export const ownTexts: NodeTypeTexts = {
  type: (type) => type,
  types: (types) => types,
  description: (description) => description,
  waiting: (waiting) => waiting,
}

/** Node types with the texts that are found for them. @internal */
export function createNodeTypeTexts(find: FindText): NodeTypeTexts {
  const type = once((type: NodeType): NodeType => {
    const own = `type.${type.type}`
    return {
      ...type,
      ...ports(type.type, type),
      title: find(`${own}.title`, type.title) ?? type.title,
      description: find(`${own}.description`, type.description) ?? type.description,
      settings: withDefaults(type.type, localizeSchema(type.settings, own, [], find)),
      defaults: Object.fromEntries(
        Object.entries(type.defaults).map(([name, value]) => [
          name,
          isSentence(value, name, type.settings) ? (find(`${own}.default.${name}`, value) ?? value) : value,
        ]),
      ),
    }
  })
  const shownDefault = (type: string, setting: string, own: unknown): string | undefined =>
    own === undefined && shownDefaults[type]?.includes(setting)
      ? find(`type.${type}.default.${setting}`, '')
      : undefined
  const withDefaults = (type: string, schema: Record<string, unknown>): Record<string, unknown> => {
    const { properties } = schema
    const names = shownDefaults[type]
    if (!names || !isSchema(properties)) return schema
    const localized = names.flatMap((name) => {
      const [property, text] = [properties[name], shownDefault(type, name, undefined)]
      return isSchema(property) && text !== undefined ? [[name, { ...property, default: text }] as const] : []
    })
    return { ...schema, properties: { ...properties, ...Object.fromEntries(localized) } }
  }
  const summary = ({ type, data }: WorkflowNode, text: NodeDescription['summary']): NodeDescription['summary'] => {
    if (typeof text === 'string' || !text.params) return text
    const params = { ...text.params }
    for (const name of shownDefaults[type] ?? []) {
      const found = name in params ? shownDefault(type, name, data.config[name]) : undefined
      if (found !== undefined) params[name] = found
    }
    return { ...text, params }
  }
  const waitings = new WeakMap<WaitingNode, WaitingNode>()
  const ports = (type: string, { inputs, outputs }: Ports): Ports => ({
    inputs: inputs.map((port) => labeled(port, `type.${type}.input`)),
    outputs: outputs.map((port) => labeled(port, `type.${type}.output`)),
  })
  const labeled = (port: Port, ports: string): Port => {
    const { name, label } = port
    // A label that equals the port's name, or that a user has set, is shown unchanged.
    if (label === undefined || label === name) return port
    const [, series = name, number] = /^(\D+)(\d+)$/.exec(name) ?? []
    if (number !== undefined && !label.endsWith(number)) return port
    const source = number === undefined ? label : `${label.slice(0, -number.length)}{$number}`
    const found = find(`${ports}.${series}`, source, number === undefined ? {} : { number })
    const common = Object.hasOwn(commonOutputs, name) ? find(`type.any.output.${name}`, label) : undefined
    return { ...port, label: found ?? common ?? label }
  }
  const descriptions = new WeakMap<WorkflowDescription, WorkflowDescription>()
  return {
    type,
    types: once((types) => types.map(type)),
    description(description, { nodes }) {
      const known = descriptions.get(description)
      if (known) return known
      const described = { ...description.nodes }
      const types = new Map(nodes.map(({ id, type }) => [id, type]))
      const localize = (problem: Problem): Problem => withPortLabel(problem, types, labeled)
      for (const placed of nodes) {
        const { id, type } = placed
        const node = described[id]
        if (!node) continue
        const own = node.ports ? { ports: mutable(ports(type, node.ports)) } : {}
        described[id] = {
          ...node,
          ...own,
          summary: summary(placed, node.summary),
          problems: node.problems.map(localize),
        }
      }
      const localized = { ...description, nodes: described, problems: description.problems.map(localize) }
      descriptions.set(description, localized)
      return localized
    },
    waiting(waiting, workflow) {
      const known = waitings.get(waiting)
      if (known) return known
      const { waitFor } = waiting
      const node = workflow && nodeOf(waiting, workflow)
      const message = node && shownDefault(node.type, 'message', node.data.config.message)
      const shown = waitFor.kind === 'approval' && isSchema(waitFor.shown) ? waitFor.shown : undefined
      const localized =
        message === undefined || !shown || waitFor.kind !== 'approval'
          ? waiting
          : { ...waiting, waitFor: { ...waitFor, shown: { ...shown, message } } }
      waitings.set(waiting, localized)
      return localized
    },
  }
}

/**
 * The English texts of node types, as a template for translations.
 *
 * @example
 * nodeTypeMessages(session.engine.catalogue) // { 'type.filter.title': 'Filter rows', … }
 * @internal
 */
export function nodeTypeMessages(types: readonly NodeType[]): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, label] of Object.entries(commonOutputs)) texts[`type.any.output.${name}`] = label
  createNodeTypeTexts((code, english) => {
    texts[code] = english
    return undefined
  }).types(types)
  return texts
}

/** Outputs that types do not list because nodes have them only with some settings. */
const commonOutputs: Readonly<Record<string, string>> = { error: 'Error', table: 'Table', value: 'Value' }

/** Settings of node types whose text only users of the page read, so that a default that is not stored can be localized. */
const shownDefaults: Readonly<Record<string, readonly string[]>> = { approval: ['message'] }

/** Whether a default value is a text that people read. */
function isSentence(value: unknown, setting: string, { properties }: Schema): value is string {
  const schema = isSchema(properties) ? properties[setting] : undefined
  if (typeof value !== 'string' || !isSchema(schema) || schema.enum !== undefined) return false
  return (schema.format === undefined || schema.format === 'multiline') && /^\p{Lu}[^\n{}]*\s/u.test(value)
}

/** The node of a workflow, or of a sub-workflow in it, that waits. */
function nodeOf({ node, scope = [] }: WaitingNode, workflow: Workflow): WorkflowNode | undefined {
  let nodes = workflow.nodes
  for (const step of scope) {
    const outer = nodes.find(({ id }) => id === step.replace(/#\d+$/, ''))
    const inside = outer && workflowInside(outer)
    if (inside) nodes = inside.nodes as unknown as WorkflowNode[]
  }
  return nodes.find(({ id }) => id === node)
}

type Port = NodeType['inputs'][number]
type Ports = Pick<NodeType, 'inputs' | 'outputs'>
type Schema = Readonly<Record<string, unknown>>

/** A problem of an input whose message names the port by its label in the language. */
function withPortLabel(
  problem: Problem,
  types: ReadonlyMap<string, string>,
  labeled: (port: Port, ports: string) => Port,
): Problem {
  const { node = '', port: name } = problem.where ?? {}
  const [type, label] = [types.get(node), problem.params?.['port']]
  if (name === undefined || type === undefined || typeof label !== 'string') return problem
  const port = labeled({ name, label, type: 'any' }, `type.${type}.input`)
  return port.label === label ? problem : { ...problem, params: { ...problem.params, port: port.label ?? label } }
}

const mutable = ({ inputs, outputs }: Ports): { inputs: Port[]; outputs: Port[] } => ({
  inputs: [...inputs],
  outputs: [...outputs],
})

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A settings schema with titles, help texts and labels in the language. `path`: names of settings, outermost first. */
function localizeSchema(schema: Schema, own: string, path: readonly string[], find: FindText): Record<string, unknown> {
  const localized: Record<string, unknown> = { ...schema }
  const inner = (value: unknown): unknown => (isSchema(value) ? localizeSchema(value, own, path, find) : value)
  const { properties, items, additionalProperties, anyOf, oneOf } = schema
  if (isSchema(properties))
    localized.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        isSchema(property) ? localizeSetting(property, own, [...path, name], find) : property,
      ]),
    )
  if (items !== undefined) localized.items = inner(items)
  if (additionalProperties !== undefined) localized.additionalProperties = inner(additionalProperties)
  if (Array.isArray(anyOf)) localized.anyOf = anyOf.map(inner)
  if (Array.isArray(oneOf)) localized.oneOf = oneOf.map(inner)
  return localized
}

function localizeSetting(
  schema: Schema,
  own: string,
  path: readonly string[],
  find: FindText,
): Record<string, unknown> {
  const place = path.join('.')
  const { title: ownTitle, description, format, labels } = schema
  const english = typeof ownTitle === 'string' ? ownTitle : titleOf(path.at(-1)!)
  const title = find(`${own}.setting.${place}`, english)
  const help = typeof description === 'string' ? find(`${own}.help.${place}`, description) : undefined
  const found = choices(schema).flatMap(([value, label]) => {
    const text = find(`${own}.choice.${place}.${value}`, label)
    return text === undefined ? [] : [[value, text] as const]
  })
  return {
    // The form shows a load plan in a dialog, which has its own texts.
    ...(format === 'load-plan' ? schema : localizeSchema(schema, own, path, find)),
    ...(title === undefined ? {} : { title }),
    ...(help === undefined ? {} : { description: help }),
    ...(found.length === 0 ? {} : { labels: { ...(labels as object), ...Object.fromEntries(found) } }),
  }
}

/**
 * The values that a setting chooses from, with their labels; without values that are their own label, such as `GET`.
 */
function choices({ labels, enum: values }: Schema): [value: string, label: string][] {
  const known = isSchema(labels) ? labels : {}
  const all = Array.isArray(values) ? values.map(String) : Object.keys(known)
  return all
    .filter((value) => Object.hasOwn(known, value) || /\p{Ll}/u.test(value))
    .map((value) => [value, String(known[value] ?? value)])
}

function once<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, { to: To }>()
  return (from) => {
    const known = made.get(from) ?? { to: make(from) }
    made.set(from, known)
    return known.to
  }
}
