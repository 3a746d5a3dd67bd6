import type { NodeType, Problem } from '@aw-flow/schema'
import { readSettingFields, toTitle } from './fields/setting-field.ts'

/**
 * Returns the title of a nested setting, preceded by the titles of the settings that contain it, as shown in the form.
 * For example, the path `conditions.0.column` becomes "Conditions › 1 › Column". Segments without a title, such as map
 * keys, are left unchanged.
 *
 * @param type - The node's type, in the user's language.
 *
 * @internal
 */
export function getSettingTitle(type: NodeType | undefined, path: readonly string[]): string {
  let schema: Record<string, unknown> | undefined = type?.settings
  const titles = path.map((segment, index) => {
    if (index > 0 && /^\d+$/.test(segment)) return String(Number(segment) + 1)
    const field = schema && readSettingFields(schema).find(({ name }) => name === segment)
    schema = field?.items ?? field?.schema
    return field?.title ?? (index === 0 ? toTitle(segment) : segment)
  })
  return titles.join(' › ')
}

/** Replaces the setting name in a problem's message with the title of the setting. */
export function withSettingTitle(problem: Problem, type: NodeType | undefined): Problem {
  const { where, params } = problem
  if (!where?.setting || params?.setting !== where.setting) return problem
  return { ...problem, params: { ...params, setting: getSettingTitle(type, where.setting.split('.')) } }
}

/** Returns the label of a setting's choice, or `undefined` if the value is not a labeled choice. @internal */
export function findChoiceLabel(type: NodeType | undefined, setting: string, value: unknown): string | undefined {
  const field = type && readSettingFields(type.settings).find(({ name }) => name === setting)
  return field?.labels?.[String(value)]
}
