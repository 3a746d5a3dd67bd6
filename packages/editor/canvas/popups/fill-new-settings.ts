import {
  applyEdit,
  sameJson,
  suggestSettings,
  type Column,
  type Edit,
  type NodeType,
  type Workflow,
  type WorkflowDescription,
  type WorkflowNode,
} from '@aw-flow/schema'

/** The document that an edit changes, and what is known about it. */
export interface FilledDocument {
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description: WorkflowDescription | undefined
}

/**
 * Extends an edit that connects a node for the first time: if the node still has the settings of a new node, it receives
 * those that fit the columns of its inputs. Other edits are returned unchanged.
 */
export function fillNewSettings(edit: Edit, { document, types, description }: FilledDocument): Edit {
  const edits = edit.type === 'batch' ? edit.edits : [edit]
  const isRemoving = edits.some(({ type }) => type === 'remove-node')
  const added = edits.flatMap((each) => (each.type === 'add-node' ? [each.node.id] : []))
  if (isRemoving || added.length > 1) return edit
  const newTargets = edits.flatMap((each) => {
    if (each.type !== 'add-edge') return []
    const { target, targetHandle } = each.edge
    const isFirst = !document.edges.some((edge) => edge.target === target && edge.targetHandle === targetHandle)
    return isFirst && (added.length === 0 || added.includes(target)) ? [target] : []
  })
  if (newTargets.length === 0) return edit
  const { workflow } = applyEdit(document, edit)
  const changed = { document: workflow, types, description }
  const settingsEdits = [...new Set(newTargets)].flatMap((id) => suggestEdits(id, changed))
  return settingsEdits.length === 0 ? edit : { type: 'batch', edits: [...edits, ...settingsEdits] }
}

function suggestEdits(id: string, { document, types, description }: FilledDocument): Edit[] {
  const node = findNode(document, id)
  const type = node && types.get(node.type)
  if (!type || !hasDefaultSettings(node.data.config, type)) return []
  const sources = document.edges.filter(({ target }) => target === id)
  const isPrepared = sources.some(({ source }) => findNode(document, source)?.type === 'preparing')
  // The default rules of Validate are those that Prepare prepares for.
  if (node.type === 'validation' && isPrepared) return []
  const inputs: Record<string, readonly Column[]> = {}
  for (const { source, sourceHandle = '', targetHandle = '' } of sources) {
    const output = description?.nodes[source]?.outputs[sourceHandle]
    if (output?.columns && !output.more) inputs[targetHandle] = output.columns
  }
  const settings = suggestSettings({ type: node.type, settings: type.settings, inputs })
  return Object.entries(settings).flatMap(([name, value]): Edit[] =>
    Object.hasOwn(type.defaults, name) ? [{ type: 'set-config', id, path: [name], value }] : [],
  )
}

const hasDefaultSettings = (config: Readonly<Record<string, unknown>>, { defaults }: NodeType): boolean =>
  Object.entries(config).every(([name, value]) => sameJson(value, defaults[name]))

const findNode = ({ nodes }: Workflow, id: string): WorkflowNode | undefined => nodes.find((node) => node.id === id)
