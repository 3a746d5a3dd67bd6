import { type LoadFileOptions } from '@aw-flow/agents'
import { loadingNode, createLoadOverrides } from '@aw-flow/nodes'
import { error } from '@aw-flow/schema'
import { createUsageError } from '../command-error.ts'

const settingNames = ['encoding', 'delimiter', 'header', 'entry', 'part', 'records'] as const

/**
 * Parses the `--set NAME=VALUE` assignments of `aw load`, such as `part=2026`, `delimiter=tab` or `header=no`. They
 * correspond to the settings of a Load node, which the hints in reports also mention.
 */
export function parseLoadSettings(assignments: readonly string[]): Pick<LoadFileOptions, 'overrides'> {
  const settings: Record<string, string> = {}
  for (const assignment of assignments) {
    const [, name = '', value = ''] = /^([^=]+)=([\s\S]+)$/.exec(assignment) ?? []
    const settingName = settingNames.find((setting) => setting === name.trim().toLowerCase())
    if (settingName === undefined) throw createUsageError(createUnknownSettingProblem(assignment))
    settings[settingName] = value
  }
  const parsed = loadingNode.settings.safeParse(settings)
  if (!parsed.success) throw createUsageError(createInvalidSettingProblem(parsed.error.issues[0], settings))
  return { overrides: createLoadOverrides(parsed.data) }
}

const createUnknownSettingProblem = (assignment: string) =>
  error('set.not-a-load-setting', { assignment, names: settingNames })

const createInvalidSettingProblem = (
  issue: { message: string; path: readonly PropertyKey[] } | undefined,
  settings: Readonly<Record<string, string>>,
) => {
  const name = String(issue?.path[0] ?? '')
  return error(
    'set.invalid-value',
    { assignment: `${name}=${settings[name] ?? ''}`, reason: issue?.message ?? '' },
    { where: { setting: name } },
  )
}
