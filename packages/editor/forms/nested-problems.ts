import type { Json, Problem } from '@aw-flow/schema'
import type { SettingField } from './fields/setting-field.ts'

/**
 * Returns the path of the setting that a problem refers to. For example, `by.0.column` is the column of the first item
 * of `by`.
 */
export const getSettingPath = ({ where }: Problem): string[] => where?.setting?.split('.') ?? []

/** Makes a problem's path relative to a part of the setting by removing the first segment. */
export function toNestedProblem(problem: Problem): Problem {
  const [, ...rest] = getSettingPath(problem)
  const { setting: _, ...where } = problem.where ?? {}
  return { ...problem, where: rest.length === 0 ? where : { ...where, setting: rest.join('.') } }
}

/** Returns whether a part of the setting displays the problem, rather than the setting itself. */
export function isNestedProblem({ kind, schema }: SettingField, value: Json | undefined, problem: Problem): boolean {
  const [, segment] = getSettingPath(problem)
  if (segment === undefined) return false
  switch (kind) {
    case 'list':
      return Array.isArray(value) && /^\d+$/.test(segment) && Number(segment) < value.length
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, segment)
    case 'object':
      return Object.hasOwn((schema?.properties ?? {}) as object, segment)
    default:
      return false
  }
}
