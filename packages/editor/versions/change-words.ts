import { emptyWorkflow, type Conflict, type NodeType, type Workflow, type WorkflowEdge } from '@aw-flow/schema'
import type { Change } from './changes.ts'
import type { VersionsStrings } from './versions-strings.ts'

/** The inputs of change descriptions: documents, newer first, and node types. */
export interface Worded {
  readonly documents: readonly Workflow[]
  readonly types: ReadonlyMap<string, NodeType>
  readonly strings: VersionsStrings
}

/** The name of what has changed: a node by its title, an edge by its ends. */
export function thingWords({ about, id }: Pick<Change, 'about' | 'id'>, worded: Worded): string {
  const { documents, strings } = worded
  switch (about) {
    case 'workflow':
      return strings.abouts.workflow
    case 'node':
      return nodeTitle(id, worded)
    case 'edge': {
      const edge = find(documents, ({ edges }) => edges.find((one) => one.id === id))
      return edge ? axisLabels(edge, worded) : strings.abouts.edge
    }
    case 'group': {
      const group = find(documents, ({ groups }) => groups?.find((one) => one.id === id))
      return `${strings.abouts.group} “${group?.label ?? id}”`
    }
    case 'note': {
      const note = find(documents, ({ notes }) => notes?.find((one) => one.id === id))
      const [first = ''] = (note?.text ?? '').replace(/^#+\s*/, '').split('\n')
      return first === '' ? strings.abouts.note : `${strings.abouts.note} “${cut(first, 40)}”`
    }
  }
}

/** The name of a changed field: a setting by its title. */
export function fieldWords(path: readonly string[], type: NodeType | undefined, strings: VersionsStrings): string {
  const [first = '', ...rest] = path
  if (first === 'config') {
    const [key = '', ...deeper] = rest
    const properties = type?.settings.properties as Readonly<Record<string, { title?: unknown }>> | undefined
    const title = properties && Object.hasOwn(properties, key) ? properties[key]?.title : undefined
    return [typeof title === 'string' ? title : key, ...deeper].join(' › ')
  }
  if (first === 'variables') return strings.variable(rest.join(' › '))
  return strings.fields[first] ?? path.join(' › ')
}

const max = 80

/** A value in a few words. */
export function valueWords(value: unknown, worded: Worded): string {
  const { strings } = worded
  if (value === undefined || value === '') return strings.absentValue
  if (typeof value === 'string') return cut(value, max)
  if (typeof value === 'object' && value !== null) {
    if ('x' in value && 'y' in value) return `${Math.round(Number(value.x))}, ${Math.round(Number(value.y))}`
    if ('source' in value && 'target' in value) return axisLabels(value as WorkflowEdge, worded)
    if ('data' in value) return strings.there
    if ('collapsed' in value || 'width' in value) return lookWords(value, strings)
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      return cut(value.join(', ') || '[]', max)
  }
  return cut(JSON.stringify(value), max)
}

function lookWords(look: { collapsed?: unknown; width?: unknown; height?: unknown }, strings: VersionsStrings): string {
  const width = look.width === undefined ? [] : [strings.wide(Number(look.width))]
  const height = look.height === undefined ? [] : [strings.high(Number(look.height))]
  return [...(look.collapsed === undefined ? [] : [strings.collapsed]), ...width, ...height].join(', ')
}

/** The place of a conflict: path of sub-workflows, item and field. */
export function conflictWords(conflict: Conflict, outer: Worded): string {
  const { path } = conflict
  const ways: string[] = []
  let within = outer
  for (const { node } of conflict.inside) {
    ways.push(nodeTitle(node, within))
    within = wordedInside(within, node)
  }
  const worded = { ...within, documents: [...within.documents, said(conflict)] }
  const [list = '', id = '', ...rest] = path
  if (list === 'inputs') return [...ways, nodeTitle(id, worded), worded.strings.input(rest[0] ?? '')].join(' › ')
  const about = ({ nodes: 'node', edges: 'edge', groups: 'group', notes: 'note' } as const)[list]
  const thing = about ? thingWords({ about, id }, worded) : worded.strings.abouts.workflow
  const field = about ? (rest[0] === 'data' ? rest.slice(1) : rest) : list === 'settings' ? path.slice(1) : path
  const node = about === 'node' ? find(worded.documents, ({ nodes }) => nodes.find((one) => one.id === id)) : undefined
  const type = node && worded.types.get(node.type)
  const what = about && id === '' ? worded.strings.fields.order : fieldWords(field, type, worded.strings)
  return [...ways, thing, ...(field.length > 0 || id === '' ? [what] : [])].join(' › ')
}

/** The items of a conflict, from which removed items get their names. */
function said({ path: [list = '', ...rest], ours, theirs, base }: Conflict): Workflow {
  const item = rest.length === 1 ? (ours ?? theirs ?? base) : undefined
  return { ...emptyWorkflow(), ...(item === undefined ? {} : { [list]: [item] }) }
}

/** The same for the documents inside a node. */
export function wordedInside(worded: Worded, node: string): Worded {
  const documents = worded.documents.flatMap(({ nodes }) =>
    Object.values(nodes.find(({ id }) => id === node)?.data.config ?? {}).flatMap((value) =>
      typeof value === 'object' && value !== null && 'nodes' in value ? [value as unknown as Workflow] : [],
    ),
  )
  return { ...worded, documents }
}

function nodeTitle(id: string, { documents, types }: Worded): string {
  const node = find(documents, ({ nodes }) => nodes.find((one) => one.id === id))
  return node ? node.data.label || (types.get(node.type)?.title ?? node.type) : id
}

const axisLabels = ({ source, target }: WorkflowEdge, worded: Worded): string =>
  worded.strings.edge(nodeTitle(source, worded), nodeTitle(target, worded))

function find<T>(documents: readonly Workflow[], of: (document: Workflow) => T | undefined): T | undefined {
  for (const document of documents) {
    const found = of(document)
    if (found !== undefined) return found
  }
  return undefined
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text)
