import { readWorkflow, type Json, type Workflow, type WorkflowEdge, type WorkflowNode } from '@aw-flow/schema'
import { findMovedKeys, isSameJson } from '@aw-flow/schema/internal'

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved'
export type ChangeSubject = 'node' | 'edge' | 'group' | 'note' | 'workflow'

/** A changed field with its old and new values. `undefined` means that the field had or has no value. */
export interface ChangeDetail {
  /** Path of the field, such as `['config', 'path']`, `['label']` or `['variables', 'rate']`. */
  readonly path: readonly string[]
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** How a node, edge, group or note, or the workflow itself (empty `id`), differs between two documents. */
export interface Change {
  readonly kind: ChangeKind
  readonly subject: ChangeSubject
  readonly id: string
  readonly details: readonly ChangeDetail[]
  /** Changes in the node's sub-workflow. */
  readonly innerChanges: readonly Change[]
}

/** Returns the differences between two documents, one per item. Changes to the workflow itself come first. */
export const compareWorkflows = (base: Workflow, target: Workflow): Change[] => [
  ...toChange('workflow', '', {
    details: compareFields(toDetails(base), toDetails(target), 'variables'),
  }),
  ...compareLists('node', base.nodes, target.nodes, compareNodes),
  ...compareLists('edge', base.edges, target.edges, compareEdges, getEdgeKey),
  ...compareLists('group', base.groups, target.groups, (...groups) => ({
    details: compareFields(...groups),
  })),
  ...compareLists('note', base.notes, target.notes, (...notes) => ({
    details: compareFields(...notes),
  })),
]

interface Differences {
  readonly details: readonly ChangeDetail[]
  readonly innerChanges?: readonly Change[]
}

/** The fields that differ if an item was only moved. */
const placeFields: ReadonlySet<string | undefined> = new Set(['position', 'order'])

function toChange(subject: ChangeSubject, id: string, { details, innerChanges = [] }: Differences): Change[] {
  if (details.length === 0 && innerChanges.length === 0) return []
  const isMoved = innerChanges.length === 0 && details.every(({ path: [field] }) => placeFields.has(field))
  return [{ kind: isMoved ? 'moved' : 'changed', subject, id, details, innerChanges }]
}

const kindOrder: readonly ChangeKind[] = ['removed', 'added', 'moved', 'changed']

/** Returns the changes of a list in the order of their kinds: removed, added, moved and changed items. */
function compareLists<T extends { id: string }>(
  subject: ChangeSubject,
  base: readonly T[] = [],
  target: readonly T[] = [],
  compareItems: (before: T, after: T) => Differences,
  getOrderKey: (item: T) => string = ({ id }) => id,
): Change[] {
  const oldItems = new Map(base.map((item) => [item.id, item]))
  const newIds = new Set(target.map(({ id }) => id))
  const movedKeys = findMovedKeys(base.map(getOrderKey), target.map(getOrderKey))
  const createChange = (kind: ChangeKind, { id }: T): Change => ({
    kind,
    subject,
    id,
    details: [],
    innerChanges: [],
  })
  const changes = [
    ...base.filter(({ id }) => !newIds.has(id)).map((item) => createChange('removed', item)),
    ...target.filter(({ id }) => !oldItems.has(id)).map((item) => createChange('added', item)),
    ...target.flatMap((item) => {
      const oldItem = oldItems.get(item.id)
      if (!oldItem) return []
      const { details, ...others } = compareItems(oldItem, item)
      const order = movedKeys.has(getOrderKey(item)) ? [{ path: ['order'], before: undefined, after: undefined }] : []
      return toChange(subject, item.id, {
        details: [...details, ...order],
        ...others,
      })
    }),
  ]
  return changes.toSorted((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind))
}

const toDetails = ({ name, description, status, tags, ports, settings }: Workflow): object => ({
  name,
  description,
  status,
  tags,
  retry: settings.retry,
  variables: settings.variables ?? {},
  ports,
})

function compareNodes(oldNode: WorkflowNode, newNode: WorkflowNode): Differences {
  const [oldConfig, newConfig] = [oldNode.data.config, newNode.data.config]
  const innerChanges = new Map(
    Object.keys(newConfig).map((setting) => [setting, compareInnerWorkflows(oldConfig[setting], newConfig[setting])]),
  )
  const [oldFields, newFields] = [oldNode, newNode].map(({ data, ...fields }) => ({ ...fields, ...data }))
  const details = compareFields(oldFields!, newFields!, 'config').filter(
    ({ path: [, setting = ''] }) => !innerChanges.get(setting)?.length,
  )
  return { details, innerChanges: [...innerChanges.values()].flat() }
}

/** Returns the changes between two values of a setting. Values that are no workflows have none. */
function compareInnerWorkflows(before: Json | undefined, after: Json | undefined): Change[] {
  const [base, target] = [before, after].map((value) =>
    isRecord(value) && Array.isArray(value.nodes) ? readWorkflow(value).workflow : undefined,
  )
  return base && target ? compareWorkflows(base, target) : []
}

/** Identifies an edge in the order of edges. One whose ends have changed was drawn again, not moved. */
const getEdgeKey = ({ id, source, target, sourceHandle, targetHandle }: WorkflowEdge): string =>
  JSON.stringify([id, source, target, sourceHandle, targetHandle])

/** Compares the ends as one field. Edges with other ends have another path, so their points are not compared. */
function compareEdges({ points: oldPoints, ...oldEnds }: WorkflowEdge, { points, ...ends }: WorkflowEdge): Differences {
  const details = compareFields({ ends: oldEnds }, { ends })
  return {
    details: details.length > 0 ? details : compareFields({ points: oldPoints }, { points }),
  }
}

/** Returns the fields that differ. The values in `nestedField` are compared one by one, at any depth. */
function compareFields(
  oldItem: object,
  newItem: object,
  nestedField?: string,
  parentPath: readonly string[] = [],
): ChangeDetail[] {
  const [before, after] = [oldItem, newItem] as [Record<string, Json>, Record<string, Json>]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [oldValue, newValue] = [before, after].map((item) => (Object.hasOwn(item, key) ? item[key] : undefined))
    if (isSameJson(oldValue, newValue)) return []
    const path = [...parentPath, key]
    return path[0] === nestedField && isRecord(oldValue) && isRecord(newValue)
      ? compareFields(oldValue, newValue, nestedField, path)
      : [{ path, before: oldValue, after: newValue }]
  })
}

const isRecord = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
