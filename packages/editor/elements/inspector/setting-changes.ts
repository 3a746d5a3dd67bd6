import type { Config, Json, NodeType, Workflow } from '@aw-flow/schema'
import { readSettingFields, type SettingField } from '../../forms/fields/setting-field.ts'
import { toFieldText } from '../../forms/fields/parse-field-text.ts'

/** A changed setting, with its formatted values. A value is `undefined` if it was not set and has no default. */
export interface SettingChange {
  readonly name: string
  readonly title: string
  /** The old value, used to restore the setting; `undefined` if it was not set. */
  readonly oldValue: Json | undefined
  readonly before: string | undefined
  readonly after: string | undefined
}

export interface NodeChanges {
  readonly settings: readonly SettingChange[]
  /** True if the node's input edges have changed. */
  readonly hasEdgeChanges: boolean
  /** True if the node did not exist or had a different type. */
  readonly isNew: boolean
}

/** Returns a node's changes since a run. Returns `undefined` if there is no run or no such node. */
export function findNodeChanges(
  id: string,
  type: NodeType | undefined,
  current: Workflow,
  runWorkflow: Workflow | undefined,
): NodeChanges | undefined {
  const node = current.nodes.find((candidate) => candidate.id === id)
  if (!runWorkflow || !node) return undefined
  const previous = runWorkflow.nodes.find((candidate) => candidate.id === id)
  if (!previous || previous.type !== node.type) return { settings: [], hasEdgeChanges: false, isNew: true }
  return {
    settings: diffSettings(type, previous.data.config, node.data.config),
    hasEdgeChanges: serializeInputEdges(current, id) !== serializeInputEdges(runWorkflow, id),
    isNew: false,
  }
}

function diffSettings(type: NodeType | undefined, before: Config, after: Config): SettingChange[] {
  const fields = new Map(
    (type ? readSettingFields(type.settings, type.defaults) : []).map((field) => [field.name, field]),
  )
  const names = new Set([...fields.keys(), ...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => {
    const field = fields.get(name)
    const [oldValue, newValue] = [before[name] ?? field?.default, after[name] ?? field?.default]
    if (JSON.stringify(oldValue) === JSON.stringify(newValue)) return []
    return [
      {
        name,
        title: field?.title ?? name,
        oldValue: before[name],
        before: formatValue(field, oldValue),
        after: formatValue(field, newValue),
      },
    ]
  })
}

const maxValueLength = 300

function formatValue(field: SettingField | undefined, value: Json | undefined): string | undefined {
  const text = field?.labels?.[String(value)] ?? toFieldText(value)
  if (text === '') return undefined
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text
}

/** Serializes a node's incoming edges, regardless of their order. */
const serializeInputEdges = ({ edges }: Workflow, id: string): string =>
  edges
    .filter(({ target }) => target === id)
    .map(({ source, sourceHandle, targetHandle }) =>
      JSON.stringify([source, sourceHandle ?? null, targetHandle ?? null]),
    )
    .sort()
    .join()
