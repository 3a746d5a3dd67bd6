import { createEmptyWorkflow, type Conflict, type NodeType, type Workflow, type WorkflowEdge } from '@aw-flow/schema'
import { getSettingTitle } from '../forms/setting-title.ts'
import type { Change } from './changes.ts'
import type { VersionsStrings } from './versions-strings.ts'

/** The documents (newest first), node types and strings needed to describe changes. */
export interface ChangeContext {
  readonly documents: readonly Workflow[]
  readonly types: ReadonlyMap<string, NodeType>
  readonly strings: VersionsStrings
}

/** Returns the display name of a changed item, such as a node's title or the titles of an edge's ends. */
export function describeItem({ subject, id }: Pick<Change, 'subject' | 'id'>, context: ChangeContext): string {
  const { documents, strings } = context
  switch (subject) {
    case 'workflow':
      return strings.itemKinds.workflow
    case 'node':
      return getNodeTitle(id, context)
    case 'edge': {
      const edge = findFirst(documents, ({ edges }) => edges.find((candidate) => candidate.id === id))
      return edge ? formatEdgeTitle(edge, context) : strings.itemKinds.edge
    }
    case 'group': {
      const group = findFirst(documents, ({ groups }) => groups?.find((candidate) => candidate.id === id))
      return `${strings.itemKinds.group} “${group?.label ?? id}”`
    }
    case 'note': {
      const note = findFirst(documents, ({ notes }) => notes?.find((candidate) => candidate.id === id))
      const [firstLine = ''] = (note?.text ?? '').replace(/^#+\s*/, '').split('\n')
      return firstLine === '' ? strings.itemKinds.note : `${strings.itemKinds.note} “${truncate(firstLine, 40)}”`
    }
  }
}

/** Returns the display name of a changed field, such as a setting's title. */
export function describeField(path: readonly string[], type: NodeType | undefined, strings: VersionsStrings): string {
  const [firstSegment = '', ...rest] = path
  if (firstSegment === 'config') return getSettingTitle(type, rest)
  if (firstSegment === 'variables') return strings.variable(rest.join(' › '))
  return strings.fields[firstSegment] ?? path.join(' › ')
}

const maxValueLength = 80

/** Returns a short description of a field's value. */
export function describeValue(value: unknown, context: ChangeContext): string {
  const { strings } = context
  if (value === undefined || value === '') return strings.absentValue
  if (typeof value === 'string') return truncate(value, maxValueLength)
  if (typeof value === 'object' && value !== null) {
    if ('x' in value && 'y' in value) return `${Math.round(Number(value.x))}, ${Math.round(Number(value.y))}`
    if ('source' in value && 'target' in value) return formatEdgeTitle(value as WorkflowEdge, context)
    if ('data' in value) return strings.present
    if ('collapsed' in value || 'width' in value) return describeAppearance(value, strings)
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      return truncate(value.join(', ') || '[]', maxValueLength)
  }
  return truncate(JSON.stringify(value), maxValueLength)
}

function describeAppearance(
  appearance: { collapsed?: unknown; width?: unknown; height?: unknown },
  strings: VersionsStrings,
): string {
  const width = appearance.width === undefined ? [] : [strings.widthLabel(Number(appearance.width))]
  const height = appearance.height === undefined ? [] : [strings.heightLabel(Number(appearance.height))]
  return [...(appearance.collapsed === undefined ? [] : [strings.collapsed]), ...width, ...height].join(', ')
}

/** Describes where a conflict is: the path of sub-workflows, the item and the field. */
export function describeConflict(conflict: Conflict, outerContext: ChangeContext): string {
  const { path } = conflict
  const titles: string[] = []
  let innerContext = outerContext
  for (const { node } of conflict.workflowPath) {
    titles.push(getNodeTitle(node, innerContext))
    innerContext = createInnerContext(innerContext, node)
  }
  const context = { ...innerContext, documents: [...innerContext.documents, toDocument(conflict)] }
  const [list = '', id = '', ...rest] = path
  if (list === 'inputs') return [...titles, getNodeTitle(id, context), context.strings.input(rest[0] ?? '')].join(' › ')
  const subject = ({ nodes: 'node', edges: 'edge', groups: 'group', notes: 'note' } as const)[list]
  const item = subject ? describeItem({ subject, id }, context) : context.strings.itemKinds.workflow
  const field = subject ? (rest[0] === 'data' ? rest.slice(1) : rest) : list === 'settings' ? path.slice(1) : path
  const node =
    subject === 'node'
      ? findFirst(context.documents, ({ nodes }) => nodes.find((candidate) => candidate.id === id))
      : undefined
  const type = node && context.types.get(node.type)
  const fieldName = subject && id === '' ? context.strings.fields.order : describeField(field, type, context.strings)
  return [...titles, item, ...(field.length > 0 || id === '' ? [fieldName] : [])].join(' › ')
}

/** Returns a document that contains the item of a conflict, so that removed items can be described. */
function toDocument({ path: [list = '', ...rest], ours, theirs, base }: Conflict): Workflow {
  const item = rest.length === 1 ? (ours ?? theirs ?? base) : undefined
  return { ...createEmptyWorkflow(), ...(item === undefined ? {} : { [list]: [item] }) }
}

/** Returns the context for the sub-workflow of a node. */
export function createInnerContext(context: ChangeContext, nodeId: string): ChangeContext {
  const documents = context.documents.flatMap(({ nodes }) =>
    Object.values(nodes.find(({ id }) => id === nodeId)?.data.config ?? {}).flatMap((value) =>
      typeof value === 'object' && value !== null && 'nodes' in value ? [value as unknown as Workflow] : [],
    ),
  )
  return { ...context, documents }
}

function getNodeTitle(id: string, { documents, types, strings }: ChangeContext): string {
  const node = findFirst(documents, ({ nodes }) => nodes.find((candidate) => candidate.id === id))
  return node ? strings.nodeTypes.getLabel(node) || (types.get(node.type)?.title ?? node.type) : id
}

const formatEdgeTitle = ({ source, target }: WorkflowEdge, context: ChangeContext): string =>
  context.strings.edge(getNodeTitle(source, context), getNodeTitle(target, context))

function findFirst<T>(documents: readonly Workflow[], select: (document: Workflow) => T | undefined): T | undefined {
  for (const document of documents) {
    const result = select(document)
    if (result !== undefined) return result
  }
  return undefined
}

const truncate = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text
