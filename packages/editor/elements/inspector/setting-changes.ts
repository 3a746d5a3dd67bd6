import type { Config, Json, NodeType, Workflow } from '@aw-flow/schema'
import { settingFields, type SettingField } from '../../forms/fields/setting-field.ts'
import { textOf } from '../../forms/text-of.ts'

/** A changed setting with its values as texts; `undefined`: no value and no default. */
export interface SettingChange {
  readonly name: string
  readonly title: string
  /** The old value, to restore it; `undefined`: it was not set. */
  readonly was: Json | undefined
  readonly before: string | undefined
  readonly after: string | undefined
}

export interface ChangesSince {
  readonly settings: readonly SettingChange[]
  /** True if its connections have changed. */
  readonly isJoinedOtherwise: boolean
  /** True if the node had another type, or did not exist. */
  readonly isNew: boolean
}

/** The changes of a node since the run; `undefined` if it was not in the run. */
export function changesSince(
  id: string,
  type: NodeType | undefined,
  now: Workflow,
  ran: Workflow | undefined,
): ChangesSince | undefined {
  const node = now.nodes.find((one) => one.id === id)
  if (!ran || !node) return undefined
  const before = ran.nodes.find((one) => one.id === id)
  if (!before || before.type !== node.type) return { settings: [], isJoinedOtherwise: false, isNew: true }
  return {
    settings: settingChanges(type, before.data.config, node.data.config),
    isJoinedOtherwise: feeds(now, id) !== feeds(ran, id),
    isNew: false,
  }
}

function settingChanges(type: NodeType | undefined, before: Config, after: Config): SettingChange[] {
  const fields = new Map((type ? settingFields(type.settings, type.defaults) : []).map((field) => [field.name, field]))
  const names = new Set([...fields.keys(), ...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => {
    const field = fields.get(name)
    const [was, is] = [before[name] ?? field?.default, after[name] ?? field?.default]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [{ name, title: field?.title ?? name, was: before[name], before: said(field, was), after: said(field, is) }]
  })
}

const maxLength = 300

function said(field: SettingField | undefined, value: Json | undefined): string | undefined {
  const text = field?.labels?.[String(value)] ?? textOf(value)
  if (text === '') return undefined
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text
}

/** The edges into a node, as a text that does not depend on their order. */
const feeds = ({ edges }: Workflow, id: string): string =>
  edges
    .filter(({ target }) => target === id)
    .map(({ source, sourceHandle, targetHandle }) =>
      JSON.stringify([source, sourceHandle ?? null, targetHandle ?? null]),
    )
    .sort()
    .join()
