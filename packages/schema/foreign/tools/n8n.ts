import type { Json } from '../../document/workflow.ts'
import {
  isObject,
  listObjects,
  toKey,
  toNumber,
  toObject,
  toText,
  type ForeignEdge,
  type ForeignNode,
  type ForeignNote,
  type ForeignSettings,
  type ForeignWorkflow,
} from '../foreign-workflow.ts'
import type { ExpressionScope, ResolvedValue, ToolDefinition } from '../map-workflow.ts'
import { splitBraces, type ExpressionLanguage } from '../settings-reader.ts'
import { translateExpression, type Chain } from '../translate-expression.ts'
import { n8nMappings } from './n8n-mappings.ts'

/** n8n: workflows as exported, downloaded by API, or copied from the canvas. */
export const n8nTool: ToolDefinition = {
  tool: 'n8n',
  recognize: (json) => findWorkflow(json) !== undefined,
  read: (json) => readWorkflow(findWorkflow(json)!),
  mappings: n8nMappings,
  createLanguage,
  scale: { x: 1.5, y: 1.2 },
}

/** Finds the workflow in an export: the object itself, in a list of one, or below `data`, as the API returns it. */
function findWorkflow(json: Json): ForeignSettings | undefined {
  const [only, ...others] = Array.isArray(json) ? json : [json]
  if (!isObject(only) || others.length > 0) return undefined
  const workflow =
    isObject(only.data) && only.nodes === undefined
      ? only.data
      : isObject(only.workflow) && only.nodes === undefined
        ? only.workflow
        : only
  const { nodes, connections } = workflow
  if (!Array.isArray(nodes) || nodes.length === 0 || (connections !== undefined && !isObject(connections)))
    return undefined
  const isNode = (node: Json): boolean =>
    isObject(node) && typeof node.type === 'string' && typeof node.name === 'string' && Array.isArray(node.position)
  if (!nodes.every(isNode)) return undefined
  return connections !== undefined || nodes.some((node) => isObject(node) && isObject(node.parameters))
    ? workflow
    : undefined
}

function readWorkflow(workflow: ForeignSettings): ForeignWorkflow {
  const all = listObjects(workflow.nodes)
  const nodes = all.filter(({ type }) => !isStickyNote(type))
  return {
    name: toText(workflow.name),
    description: toText(toObject(workflow.meta).description) ?? toText(workflow.description),
    tags: readTags(workflow.tags),
    nodes: nodes.map(readNode),
    edges: readConnections(toObject(workflow.connections), new Set(nodes.map(({ name }) => toKey(name)))),
    notes: all.filter(({ type }) => isStickyNote(type)).map(readStickyNote),
  }
}

const isStickyNote = (type: Json | undefined): boolean => type === 'n8n-nodes-base.stickyNote'

const readTags = (tags: Json | undefined): string[] =>
  Array.isArray(tags)
    ? tags.flatMap((tag) => (typeof tag === 'string' ? [tag] : (toText(toObject(tag).name) ?? [])))
    : []

const readPosition = (position: Json | undefined): { x: number; y: number } => {
  const [x, y] = Array.isArray(position) ? position.map((value) => toNumber(value) ?? 0) : []
  return { x: x ?? 0, y: y ?? 0 }
}

function readStickyNote({ parameters, position }: ForeignSettings): ForeignNote {
  const { content, width, height } = toObject(parameters)
  return {
    text: toText(content) ?? '',
    position: readPosition(position),
    size: { width: toNumber(width) ?? 240, height: toNumber(height) ?? 160 },
  }
}

/** The name identifies a node in connections and expressions. */
function readNode(node: ForeignSettings): ForeignNode {
  const credentials = Object.entries(toObject(node.credentials)).map(
    ([type, credential]) => toText(toObject(credential).name) ?? type,
  )
  const onError = node.onError ?? (node.continueOnFail === true ? 'continueRegularOutput' : undefined)
  const count = node.retryOnFail === true ? Math.max(0, Math.min(20, (toNumber(node.maxTries) ?? 3) - 1)) : undefined
  return {
    id: toKey(node.name),
    name: toKey(node.name),
    type: toKey(node.type),
    version: toNumber(node.typeVersion),
    position: readPosition(node.position),
    notes: toText(node.notes),
    mode: node.disabled === true ? 'bypassed' : undefined,
    onError:
      onError === 'continueErrorOutput' ? 'branch' : onError === 'continueRegularOutput' ? 'continue' : undefined,
    retry: count === undefined ? undefined : { count, delaysMs: [toNumber(node.waitBetweenTries) ?? 1000] },
    settings: toObject(node.parameters),
    credentials,
  }
}

/** Reads `{[source]: {main: [[{node, type, index}]]}}`. Version 0 wrote one list instead of a list of outputs. */
function readConnections(connections: ForeignSettings, names: ReadonlySet<string>): ForeignEdge[] {
  return Object.entries(connections).flatMap(([source, byType]) =>
    Object.entries(toObject(byType)).flatMap(([type, outputs]) =>
      (Array.isArray(outputs) ? outputs : []).flatMap((targets, output) =>
        listObjects(Array.isArray(targets) ? targets : [targets]).flatMap((target): ForeignEdge[] => {
          const name = toKey(target.node)
          if (!names.has(source) || !names.has(name)) return []
          const role = type === 'main' ? undefined : type
          return [{ source, target: name, output, input: toNumber(target.index) ?? 0, role }]
        }),
      ),
    ),
  )
}

/** A text is a template only if it begins with `=`. */
function createLanguage(scope: ExpressionScope): ExpressionLanguage {
  return {
    split: (text) => (text.startsWith('=') ? splitBraces(text.slice(1)) : [{ literal: text }]),
    translate: (expression) => translateExpression(expression, (chain) => resolveChain(chain, scope)),
  }
}

/** Accessors between a node and its JSON: `$('Orders').item.json`, `$input.first().json`, `$items('Orders')[0].json`. */
function countAccessors(steps: Chain['steps']): number | undefined {
  const [first, second] = steps
  if (first === undefined) return undefined
  if (first.name === 'json' && !first.arguments) return 1
  const isItem =
    (first.name === 'item' && !first.arguments) ||
    (['first', 'last'].includes(toKey(first.name)) && first.arguments?.length === 0) ||
    first.name === 0
  return isItem && second?.name === 'json' ? 2 : undefined
}

function resolveChain({ root, arguments: args, steps }: Chain, scope: ExpressionScope): ResolvedValue | undefined {
  const afterAccessors = (
    ownSteps: Chain['steps'],
    resolve: (steps: Chain['steps']) => ResolvedValue | undefined,
    offset = 0,
  ): ResolvedValue | undefined => {
    const count = countAccessors(ownSteps)
    const resolved = count === undefined ? undefined : resolve(ownSteps.slice(count))
    return resolved && { ...resolved, steps: resolved.steps + count! + offset }
  }
  const [name] = args ?? []
  if (root === '$json') return scope.resolveInput(steps)
  if (root === '$input') return afterAccessors(steps, (rest) => scope.resolveInput(rest))
  if ((root === '$' || root === '$items') && typeof name === 'string')
    return afterAccessors(steps, (rest) => scope.resolveNode(name, rest))
  if (root === '$node' && steps[0] && !steps[0].arguments)
    return afterAccessors(steps.slice(1), (rest) => scope.resolveNode(toKey(steps[0]!.name), rest), 1)
  if (root === '$now') return { code: '$now()', steps: steps[0]?.name === 'toISO' ? 1 : 0, type: 'string' }
  if (root === '$execution' && steps[0]?.name === 'id') return { code: 'run.id', steps: 1, type: 'string' }
  if (root === '$workflow' && steps[0]?.name === 'name') return { code: 'run.workflow', steps: 1, type: 'string' }
  return undefined
}
