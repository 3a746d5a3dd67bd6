import { message, type Text } from '@aw-flow/messages'
import type { Json } from '../document/workflow.ts'
import { warning, info, type Problem } from '../wire/problem.ts'
import { defined } from '../wire/defined.ts'
import { arrangeInColumns } from './arrange-in-columns.ts'
import {
  groupBy,
  tools,
  type ForeignEdge,
  type ForeignNode,
  type ForeignTool,
  type ForeignWorkflow,
  type ForeignReader,
} from './foreign-workflow.ts'
import type { ImportReport } from './import-report.ts'
import { mapEdges, type MappedEdge } from './map-edges.ts'
import { findMapping, getTypePorts, words, type NodeMapping, type NodeMappings, type Ports } from './node-mapping.ts'
import { removeSecrets } from './remove-secrets.ts'
import {
  createSettingsReader,
  createTranslationBudget,
  maxListedPaths,
  type ExpressionLanguage,
} from './settings-reader.ts'
import type { ChainStep, Translated } from './translate-expression.ts'

/** Everything about a tool: how its exports are read, and what its nodes and expressions become. */
export interface ToolDefinition extends ForeignReader {
  readonly tool: ForeignTool
  readonly mappings: NodeMappings
  /** Returns the key of `mappings` for a type. Default: the type. */
  toKey?(type: string): string
  /** Returns the expressions of the tool as they are written in the settings of one node. */
  createLanguage(scope: ExpressionScope): ExpressionLanguage
  /** Factors for positions, so that our larger nodes do not overlap. */
  readonly scale?: { readonly x: number; readonly y: number }
}

/** Values that the expressions of a node can refer to. */
export interface ExpressionScope {
  readonly node: ForeignNode
  /** Resolves the steps after the value that enters the node. */
  resolveInput(steps: readonly ChainStep[]): ResolvedValue | undefined
  /** Resolves the steps after the output of another node, which is named by id or name. */
  resolveNode(name: string, steps: readonly ChainStep[]): ResolvedValue | undefined
}

export type ResolvedValue = { code: string; steps: number; type?: Translated['type'] }

/** A foreign node with the type and ports of the node that it becomes. */
export interface MappedNode {
  readonly foreign: ForeignNode
  readonly id: string
  readonly mapping: NodeMapping | undefined
  readonly type: string
  readonly inputs: Ports
  readonly outputs: Ports
  readonly fields: Readonly<Record<string, string>> | undefined
  /** Paths of secrets that were removed from the settings. */
  readonly secretPaths: readonly string[]
  /** Our nodes that contain the settings of this one. */
  readonly owners: readonly string[]
}

/**
 * A document in the shape that `readWorkflow` reads, and what became of each node.
 *
 * @internal
 */
export interface MappedWorkflow {
  readonly document: Json
  readonly report: ImportReport
}

/** The type of nodes that have no counterpart. */
export const placeholderType = 'placeholder'

/** Maps a foreign workflow to a document in the current shape, without a version, and reports the differences. */
export function mapWorkflow(original: ForeignWorkflow, definition: ToolDefinition): MappedWorkflow {
  const problems: Problem[] = []
  const source = removeSecretTexts(original, problems)
  const nodes = assignTypes(source, definition)
  const nodesById = new Map(nodes.map((node) => [node.foreign.id, node]))
  const { edges, mergeNodes } = mapEdges(source.edges, nodesById, problems)
  const scopes = createScopes(nodes, edges)
  const budget = createTranslationBudget()
  const results = nodes.map((node) => readNode(node, definition, scopes(node), budget, problems))
  const positions = arrangeInColumns(nodes, edges, definition.scale)
  const parts = new Map<string, Json[]>()
  nodes.forEach((node, index) => {
    for (const owner of node.owners) parts.set(owner, [...(parts.get(owner) ?? []), results[index]!.config])
  })
  const documentNodes = nodes.flatMap((node, index) => {
    if (node.owners.length > 0) return []
    const { foreign, id, type } = node
    const config = Object.assign({}, results[index]!.config, ...(parts.get(id) ?? [])) as Json
    return [
      defined({
        id,
        type,
        typeVersion: getTypePorts(type).version,
        position: positions.get(foreign.id)!,
        data: { label: foreign.name, config },
        mode: foreign.mode,
        onError: foreign.onError,
        retry: foreign.retry,
      }),
    ]
  })
  const merges = mergeNodes.map(({ id, target, inputs }) => {
    const { x, y } = positions.get(target)!
    return {
      id,
      type: 'merge',
      position: { x: x - 40, y: y + 150 },
      data: { label: 'Merge', config: { inputs, wait: 'any', how: 'one' } },
    }
  })
  return {
    document: defined({
      name: (source.name ?? `${tools[definition.tool]} workflow`).slice(0, 200),
      description: source.description?.slice(0, 10_000),
      tags: source.tags?.map((tag) => tag.slice(0, 100)),
      settings: source.variables ? { variables: source.variables } : undefined,
      nodes: [...documentNodes, ...merges],
      edges: edges.map(({ sourceNode: _source, targetNode: _target, ...edge }) => edge),
      notes: createNotes(source, positions, definition.scale),
    }) as unknown as Json,
    report: {
      tool: definition.tool,
      nodes: nodes.map(({ id, foreign, type, owners }, index) => ({
        id: owners[0] ?? id,
        name: foreign.name,
        type: foreign.type,
        mapped_to: type,
        status: results[index]!.status,
      })),
      problems: [createSummary(definition.tool, results), ...problems],
    },
  }
}

/** Counts what became of the nodes. */
function createSummary(tool: ForeignTool, results: readonly { status: string }[]): Problem {
  const count = (status: string): number => results.filter((result) => result.status === status).length
  return info('foreign.imported', {
    tool: tools[tool],
    nodes: results.length,
    mapped: count('mapped'),
    approximate: count('approximate'),
    missing: count('missing'),
  })
}

/** Ids that expressions read as other values or as operators. */
const reservedIds = words('input run last_response trigger_data row index and or in true false null function')

/** Finds the type, ports and id of each node. Parts of other nodes get their owners. */
function assignTypes(source: ForeignWorkflow, { mappings, toKey }: ToolDefinition): MappedNode[] {
  const usedIds = new Map([...reservedIds, ...Object.keys(source.variables ?? {})].map((id) => [id, 1]))
  const outgoingEdges = groupBy(source.edges, (edge) => edge.source)
  const incomingEdges = groupBy(source.edges, (edge) => edge.target)
  const listOutputs = (id: string): Ports => listPlaceholderPorts('output', outgoingEdges.get(id))
  const listInputs = (id: string): Ports => listPlaceholderPorts('input', incomingEdges.get(id))
  const nodes = source.nodes.map((node): MappedNode => {
    const { settings, paths } = removeSecrets(node.settings)
    const mapping = findMapping(mappings, toKey?.(node.type) ?? node.type, settings)
    const type = mapping?.type ?? placeholderType
    const { inputs, outputs } = getTypePorts(type)
    const ownOutputs = typeof mapping?.outputs === 'function' ? mapping.outputs(settings) : mapping?.outputs
    return {
      foreign: { ...node, name: node.name.slice(0, 200), type: node.type.slice(0, 200), settings },
      id: createId(node, usedIds),
      mapping,
      type,
      inputs: mapping ? (mapping.inputs ?? inputs) : listInputs(node.id),
      outputs: mapping ? (ownOutputs ?? outputs) : listOutputs(node.id),
      fields: typeof mapping?.fields === 'function' ? mapping.fields(settings) : mapping?.fields,
      secretPaths: paths,
      owners: [],
    }
  })
  const byId = new Map(nodes.map((node) => [node.foreign.id, node]))
  return nodes.map((node) => {
    if (!node.mapping?.isPart) return node
    const owners = (outgoingEdges.get(node.foreign.id) ?? []).map(({ target }) => byId.get(target))
    const isPart = owners.length > 0 && owners.every((owner) => owner?.type === node.type && !owner.mapping?.isPart)
    if (isPart) return { ...node, owners: [...new Set(owners.map((owner) => owner!.id))] }
    // Without an owner of this type, its settings would have no effect.
    return {
      ...node,
      mapping: undefined,
      type: placeholderType,
      inputs: listInputs(node.foreign.id),
      outputs: listOutputs(node.foreign.id),
    }
  })
}

/** Lists the ports of a placeholder, which has as many as edges need. */
function listPlaceholderPorts(side: 'input' | 'output', edges: readonly ForeignEdge[] = []): Ports {
  const own = edges.filter(({ role }) => role === undefined)
  const names = new Set(own.map((edge) => edge[side] ?? 0))
  const indexes = [...names].filter((name) => typeof name === 'number')
  const count = Math.min(64, Math.max(1, ...indexes.map((index) => index + 1)))
  const numbered = Array.from({ length: count }, (_, index) => (count === 1 ? 'value' : `${side}${index + 1}`))
  const named = [...names].filter((name) => typeof name === 'string')
  if (named.length === 0) return numbered
  return Object.fromEntries(named.map((name, index) => [name, toPortName(name, index)]))
}

const toPortName = (name: string, index: number): string =>
  /^[A-Za-z_]\w{0,40}$/.test(name) ? name : `port${index + 1}`

export const listPortNames = (ports: Ports): string[] => [...new Set(Object.values(ports) as string[])]

function createId({ name, type }: ForeignNode, usedIds: Map<string, number>): string {
  const toSlug = (text: string): string =>
    text
      .slice(0, 200)
      .normalize('NFKD')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
      .join('_')
      .slice(0, 60)
  const slug = toSlug(name) || toSlug(type.split('.').at(-1)!) || 'node'
  const base = /^[a-z]/.test(slug) ? slug : `node_${slug}`
  let id = base
  for (let number = usedIds.get(base) ?? 1; usedIds.has(id); number++) {
    id = `${base}_${number + 1}`
    usedIds.set(base, number + 1)
  }
  usedIds.set(id, 1)
  return id
}

/** Creates the scopes of expressions, which know the node whose value enters another one. */
function createScopes(
  nodes: readonly MappedNode[],
  edges: readonly MappedEdge[],
): (node: MappedNode) => ExpressionScope {
  const byName = new Map<string, MappedNode>()
  for (const node of nodes.toReversed()) byName.set(node.foreign.name, node)
  for (const node of nodes) byName.set(node.foreign.id, node)
  const incoming = groupBy(
    edges.filter(({ sourceNode, targetNode }) => sourceNode && targetNode),
    ({ targetNode }) => targetNode!.id,
  )
  const origins = new Map<MappedNode, MappedNode | undefined>()
  /** Follows nodes that pass their value on unchanged to the node that creates it. Each is followed once. */
  const findOrigin = (node: MappedNode): MappedNode | undefined => {
    const followed: MappedNode[] = []
    let current: MappedNode | undefined = node
    let origin: MappedNode | undefined
    while (current && !origins.has(current)) {
      followed.push(current)
      // A cycle of such nodes has no origin.
      origins.set(current, undefined)
      const sources: Set<MappedNode> = new Set(incoming.get(current.id)?.map(({ sourceNode }) => sourceNode!))
      const [source]: (MappedNode | undefined)[] = sources.size === 1 ? [...sources] : []
      if (source && !getTypePorts(source.type).passesThrough) origin = source
      current = origin ? undefined : source
    }
    if (current) origin = origins.get(current)
    for (const each of followed) origins.set(each, origin)
    return origin
  }
  const resolveOutput = (node: MappedNode, steps: readonly ChainStep[]): ResolvedValue | undefined => {
    const [step] = steps
    if (!node.fields) return { code: `${node.id}.${listPortNames(node.outputs)[0] ?? 'value'}`, steps: 0 }
    if (!step || step.arguments || !Object.hasOwn(node.fields, step.name)) return undefined
    return { code: `${node.id}.${node.fields[step.name]}`, steps: 1 }
  }
  return (node) => ({
    node: node.foreign,
    resolveInput(steps) {
      const origin = findOrigin(node)
      return origin?.fields ? resolveOutput(origin, steps) : { code: 'input.value', steps: 0 }
    },
    resolveNode(name, steps) {
      const target = byName.get(name)
      if (!target || target.owners.length > 0) return undefined
      // The output of a branching node is the value that enters it.
      if (getTypePorts(target.type).passesThrough) {
        const origin = findOrigin(target)
        return origin ? resolveOutput(origin, steps) : undefined
      }
      return resolveOutput(target, steps)
    },
  })
}

/** Reads the settings of a node, and adds what differs to `problems`. */
function readNode(
  node: MappedNode,
  { tool, createLanguage }: ToolDefinition,
  scope: ExpressionScope,
  budget: { characters: number },
  problems: Problem[],
): { config: Json; status: ImportReport['nodes'][number]['status'] } {
  const { foreign, mapping, type, secretPaths } = node
  const where = { where: { node: node.owners[0] ?? node.id } }
  const name = foreign.name
  const secrets = [...new Set([...(foreign.credentials ?? []), ...secretPaths])]
    .slice(0, maxListedPaths)
    .map((path) => path.slice(0, 200))
  if (secrets.length > 0) problems.push(warning('foreign.secrets', { node: name, secrets }, where))
  if (!mapping) {
    problems.push(warning('foreign.no-counterpart', { node: name, type: foreign.type, tool: tools[tool] }, where))
    const config = {
      tool: tools[tool],
      type: foreign.type,
      original: foreign.settings,
      inputs: listPortNames(node.inputs),
      outputs: listPortNames(node.outputs),
    }
    return { config, status: 'missing' }
  }
  const { reader, record } = createSettingsReader(foreign, createLanguage(scope), budget)
  const copied = Object.entries(mapping.settings ?? {}).flatMap(([setting, path]) => {
    const text = reader.text(path)
    return text === undefined ? [] : [[setting, text] as const]
  })
  const config = { ...mapping.fixed, ...Object.fromEntries(copied), ...mapping.read?.(reader) }
  const unread = record.listUnread(mapping.ignored ?? [])
  const reasons: Text[] = record.reasons.slice(0, maxListedPaths)
  const expressions = [...new Set(record.keptExpressions)]
  if (expressions.length > 0)
    reasons.push(
      message('foreign.expressions-kept', {
        expressions: expressions.slice(0, maxListedPaths).map((text) => text.slice(0, 120)),
        count: expressions.length,
      }),
    )
  if (unread.length > 0)
    reasons.push(message('foreign.settings-left', { settings: unread.map((path) => path.slice(0, 200)) }))
  for (const reason of reasons) problems.push(info('foreign.approximate', { node: name, type, reason }, where))
  return { config, status: reasons.length > 0 ? 'approximate' : 'mapped' }
}

/** Removes the secrets in texts and variables of the workflow itself, and in notes. */
function removeSecretTexts(source: ForeignWorkflow, problems: Problem[]): ForeignWorkflow {
  const removed: string[] = []
  const clean = <Value extends Json | undefined>(value: Value, path: string): Value => {
    if (value === undefined) return value
    const { settings, paths } = removeSecrets({ [path]: value })
    removed.push(...paths)
    return settings[path] as Value
  }
  const cleaned: ForeignWorkflow = {
    ...source,
    description: clean(source.description, 'description'),
    variables: clean(source.variables, 'variables'),
    notes: source.notes?.map((note, index) => ({ ...note, text: clean(note.text, `notes.${index}`) })),
    nodes: source.nodes.map((node) => ({ ...node, notes: clean(node.notes, `${node.name}: notes`) })),
  }
  if (removed.length > 0) {
    const secrets = removed.slice(0, maxListedPaths).map((path) => path.slice(0, 200))
    problems.push(warning('foreign.secrets', { node: (source.name ?? '').slice(0, 200), secrets }))
  }
  return cleaned
}

/** Comments of nodes and of the canvas become notes. */
function createNotes(
  { notes = [], nodes }: ForeignWorkflow,
  positions: ReadonlyMap<string, { x: number; y: number }>,
  scale = { x: 1, y: 1 },
): Json[] | undefined {
  const clamp = (value: number, min: number): number => Math.min(20_000, Math.max(min, value))
  const canvasNotes = notes.map(({ text, position, size, isFrame }) => ({
    text,
    position: { x: position.x * scale.x, y: position.y * scale.y },
    size: { width: clamp(size.width * scale.x, 80), height: clamp(size.height * scale.y, 48) },
    ...(isFrame ? { frame: true } : {}),
  }))
  const nodeNotes = nodes.flatMap(({ id, notes: text }) => {
    const { x, y } = positions.get(id)!
    return text === undefined ? [] : [{ text, position: { x, y: y - 72 }, size: { width: 240, height: 64 } }]
  })
  const all = [...canvasNotes, ...nodeNotes]
  return all.length === 0
    ? undefined
    : all.map((note, index) => ({ id: `note-${index + 1}`, ...note, text: note.text.slice(0, 10_000) }))
}
