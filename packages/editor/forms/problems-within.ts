import type { Json, Problem } from '@aw-flow/schema'
import type { SettingField } from './fields/setting-field.ts'

/** The path of the setting that a problem is about: `by.0.column` is the column of the first item of `by`. */
export const settingPath = ({ where }: Problem): string[] => where?.setting?.split('.') ?? []

/** A problem relative to a part of a setting: without the first step of its path. */
export function oneStepIn(problem: Problem): Problem {
  const [, ...rest] = settingPath(problem)
  const { setting: _, ...where } = problem.where ?? {}
  return { ...problem, where: rest.length === 0 ? where : { ...where, setting: rest.join('.') } }
}

/** True if the parts of a setting show its problems; otherwise the setting does. */
export function showsWithin({ kind, schema }: SettingField, value: Json | undefined, problem: Problem): boolean {
  const [, part] = settingPath(problem)
  if (part === undefined) return false
  switch (kind) {
    case 'list':
      return Array.isArray(value) && /^\d+$/.test(part) && Number(part) < value.length
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, part)
    case 'object':
      return Object.hasOwn((schema?.properties ?? {}) as object, part)
    default:
      return false
  }
}
