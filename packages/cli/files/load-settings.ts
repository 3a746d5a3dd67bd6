import { type LoadFileOptions } from '@aw-flow/agents'
import { loadingNode, loadOverrides } from '@aw-flow/nodes'
import { error } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'

const names = ['encoding', 'delimiter', 'header', 'entry', 'part', 'records'] as const

/**
 * Parses `--set NAME=VALUE` of `aw load`: settings of a Load node, which the hints of reports also name, such as
 * `part=2026`, `delimiter=tab` or `header=no`.
 */
export function loadSettings(assignments: readonly string[]): Pick<LoadFileOptions, 'overrides'> {
  const chosen: Record<string, string> = {}
  for (const assignment of assignments) {
    const [, name = '', value = ''] = /^([^=]+)=([\s\S]+)$/.exec(assignment) ?? []
    const known = names.find((setting) => setting === name.trim().toLowerCase())
    if (known === undefined) throw wrongUse(notASetting(assignment))
    chosen[known] = value
  }
  const parsed = loadingNode.settings.safeParse(chosen)
  if (!parsed.success) throw wrongUse(refusedSetting(parsed.error.issues[0], chosen))
  return { overrides: loadOverrides(parsed.data) }
}

const notASetting = (assignment: string) => error('set.no-load-setting', { assignment, names })

const refusedSetting = (
  issue: { message: string; path: readonly PropertyKey[] } | undefined,
  chosen: Readonly<Record<string, string>>,
) => {
  const name = String(issue?.path[0] ?? '')
  return error(
    'set.not-taken',
    { assignment: `${name}=${chosen[name] ?? ''}`, reason: issue?.message ?? '' },
    { where: { setting: name } },
  )
}
