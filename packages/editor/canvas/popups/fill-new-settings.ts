import type { WorkflowSession } from '@aw-flow/client'
import {
  applyEdit,
  type Column,
  type Config,
  type Edit,
  type NodeType,
  type Workflow,
  type WorkflowDescription,
  type WorkflowNode,
} from '@aw-flow/schema'
import { createPlanEdge, isSameJson, planSchemaName, suggestSettings } from '@aw-flow/schema/internal'
import { sessionChange } from '../../session-controller.ts'
import { suggestJoinKeys } from './suggest-join-keys.ts'

/** A document to be edited, with its node types and description. */
export interface DocumentState {
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description: WorkflowDescription | undefined
}

/** Options for applying an edit, as in `SessionDocument.apply`. */
export interface EditOptions {
  merge?: string
  pasted?: string
}

/** Fills in the settings of new nodes once they are connected. */
export interface SettingsFiller {
  /**
   * Extends an edit that replaces a node or connects it for the first time. If the node still has its default settings,
   * it receives settings that match the columns of its inputs. Other edits are returned unchanged.
   */
  fill(edit: Edit, options?: EditOptions): readonly [Edit, EditOptions]
  /**
   * Fills in the settings of nodes whose input columns have since become known, unless the user has changed the
   * settings. If nothing else was edited in the meantime, this is part of the same undo step. Call after each change to
   * the session.
   */
  update(): void
}

/**
 * @param apply - Applies an edit to the document.
 * @param suggestByValues - Suggests settings that the names and types of the columns do not suggest, from their values.
 */
export function createSettingsFiller(
  getState: () => DocumentState,
  apply: (edit: Edit, options: EditOptions) => unknown,
  suggestByValues: (node: WorkflowNode) => Promise<Config> = async () => ({}),
): SettingsFiller {
  /** The merge keys of edits that connected a node before the columns of its inputs were known, keyed by node id. */
  const mergeKeysByNode = new Map<string, string>()

  /** Fills a connected node from the values of its inputs, unless the user changes its settings in the meantime. */
  const fillByValues = async (id: string, merge: string): Promise<void> => {
    const { node } = findNewNode(id, getState()) ?? {}
    const settings = node ? await suggestByValues(node) : {}
    const { type } = findNewNode(id, getState()) ?? {}
    const edits = type ? toEdits(id, settings, type) : []
    if (edits.length > 0) apply({ type: 'batch', edits }, { merge })
  }

  return {
    fill(edit, options = {}) {
      const state = getState()
      const ids = options.pasted === undefined ? findNewTargets(edit, state.document) : []
      if (ids.length === 0) return [edit, options]
      const { document, types, description } = state
      const changedState = { document: applyEdit(document, edit).workflow, types, description }
      const settingEdits = ids.flatMap((id) => suggestEdits(id, changedState))
      if (settingEdits.length > 0) return [{ type: 'batch', edits: [...listEdits(edit), ...settingEdits] }, options]
      const { merge = `settings ${ids.join(' ')}` } = options
      for (const id of ids) mergeKeysByNode.set(id, merge)
      return [edit, { ...options, merge }]
    },
    update() {
      const state = getState()
      for (const [id, merge] of mergeKeysByNode) {
        const settingEdits = suggestEdits(id, state)
        const isNew = findNewNode(id, state) !== undefined
        const isUnknown = settingEdits.length === 0
        if (isNew && isUnknown && !areInputsKnown(id, state)) continue
        mergeKeysByNode.delete(id)
        if (isNew && isUnknown) void fillByValues(id, merge)
        else if (isNew) apply({ type: 'batch', edits: settingEdits }, { merge })
      }
    },
  }
}

const fillers = new WeakMap<WorkflowSession, SettingsFiller>()

/** Returns a session's settings filler, which observes the session's changes. */
export function getSettingsFiller(session: WorkflowSession): SettingsFiller {
  let filler = fillers.get(session)
  if (!filler) {
    const { document, engine } = session
    filler = createSettingsFiller(
      () => ({
        document: document.current,
        types: new Map(engine.catalog.map((type) => [type.type, type])),
        description: document.description,
      }),
      (edit, options) => document.apply(edit, options),
      async ({ id, type }) => {
        const key = type === 'join' ? await suggestJoinKeys(session, id) : undefined
        return key ? { keys: [key] } : {}
      },
    )
    session.addEventListener(sessionChange, filler.update)
    fillers.set(session, filler)
  }
  return filler
}

const listEdits = (edit: Edit): readonly Edit[] => (edit.type === 'batch' ? edit.edits : [edit])

/**
 * Returns the ids of nodes that an edit replaces or connects at a previously unconnected input. If the edit adds a
 * node, only that node is considered.
 */
function findNewTargets(edit: Edit, document: Workflow): readonly string[] {
  const edits = listEdits(edit)
  const addedIds = edits.flatMap((singleEdit) => (singleEdit.type === 'add-node' ? [singleEdit.node.id] : []))
  if (addedIds.length > 1 || edits.some(({ type }) => type === 'remove-node')) return []
  const targets = edits.flatMap((singleEdit) => {
    if (singleEdit.type === 'replace-node') return addedIds.length === 0 ? [singleEdit.node.id] : []
    if (singleEdit.type !== 'add-edge') return []
    const { target, targetHandle } = singleEdit.edge
    const isFirst = !document.edges.some((edge) => edge.target === target && edge.targetHandle === targetHandle)
    return isFirst && (addedIds.length === 0 || addedIds.includes(target)) ? [target] : []
  })
  return [...new Set(targets)]
}

function suggestEdits(id: string, { document, types, description }: DocumentState): Edit[] {
  const { node, type } = findNewNode(id, { document, types }) ?? {}
  if (!node || !type) return []
  const sources = document.edges.filter(({ target }) => target === id)
  const preparation = sources.find(({ source }) => findNode(document, source)?.type === 'preparing')?.source
  // Validate checks what Prepare promises, which depends on the target of Prepare.
  if (node.type === 'validation' && preparation !== undefined) {
    const hasPlan = sources.some(({ targetHandle }) => targetHandle === 'plan')
    return [
      { type: 'set-config', id, path: ['schema'], value: planSchemaName },
      ...(hasPlan ? [] : [{ type: 'add-edge', edge: createPlanEdge(preparation, id) } satisfies Edit]),
    ]
  }
  const inputs: Record<string, readonly Column[]> = {}
  for (const { source, sourceHandle = '', targetHandle = '' } of sources) {
    const output = description?.nodes[source]?.outputs[sourceHandle]
    if (output?.columns && !output.more) inputs[targetHandle] = output.columns
  }
  return toEdits(id, suggestSettings({ type: node.type, settings: type.settings, inputs }), type)
}

const toEdits = (id: string, settings: Config, type: NodeType): Edit[] =>
  Object.entries(settings).flatMap(([name, value]): Edit[] =>
    Object.hasOwn(type.defaults, name) ? [{ type: 'set-config', id, path: [name], value }] : [],
  )

/** Returns whether all required inputs of a node are connected to tables with known columns. */
function areInputsKnown(id: string, { document, types, description }: DocumentState): boolean {
  const type = types.get(findNode(document, id)?.type ?? '')
  return (type?.inputs ?? []).every(({ name, required }) => {
    const edge = document.edges.find(({ target, targetHandle }) => target === id && targetHandle === name)
    return edge ? description?.nodes[edge.source]?.outputs[edge.sourceHandle ?? '']?.columns : !required
  })
}

/** Returns a node if all of its settings are the defaults of its type. */
function findNewNode(
  id: string,
  { document, types }: Pick<DocumentState, 'document' | 'types'>,
): { node: WorkflowNode; type: NodeType } | undefined {
  const node = findNode(document, id)
  const type = node && types.get(node.type)
  const isNew =
    type && Object.entries(node.data.config).every(([name, value]) => isSameJson(value, type.defaults[name]))
  return isNew ? { node, type } : undefined
}

const findNode = ({ nodes }: Workflow, id: string): WorkflowNode | undefined => nodes.find((node) => node.id === id)
