import type { NodeType, Problem } from '@aw-flow/schema'
import { readSettingFields } from './fields/setting-field.ts'
import { toTitle } from './to-title.ts'

/**
 * Returns the titles of a setting and of the settings that contain it, as in the form: the path `conditions.0.column` is
 * "Conditions › 1 › Column". Parts without a title, such as the key of a map, are unchanged.
 *
 * @param type - The node's type in the user's language.
 *
 * @internal
 */
export function getSettingTitle(type: NodeType | undefined, path: readonly string[]): string {
  let schema: Record<string, unknown> | undefined = type?.settings
  const titles = path.map((part, index) => {
    if (index > 0 && /^\d+$/.test(part)) return String(Number(part) + 1)
    const field = schema && readSettingFields(schema).find(({ name }) => name === part)
    schema = field?.items ?? field?.schema
    return field?.title ?? (index === 0 ? toTitle(part) : part)
  })
  return titles.join(' › ')
}

/** Replaces the name of a setting in a problem's message by its title. */
export function withSettingTitle(problem: Problem, type: NodeType | undefined): Problem {
  const { where, params } = problem
  if (!where?.setting || params?.setting !== where.setting) return problem
  return { ...problem, params: { ...params, setting: getSettingTitle(type, where.setting.split('.')) } }
}

/** Returns the label of a setting's choice; `undefined` if the value is not a choice with a label. @internal */
export function findChoiceLabel(type: NodeType | undefined, setting: string, value: unknown): string | undefined {
  const field = type && readSettingFields(type.settings).find(({ name }) => name === setting)
  return field?.labels?.[String(value)]
}
