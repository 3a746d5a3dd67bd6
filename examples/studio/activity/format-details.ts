import type { ServerMember } from '@aw-flow/client'
import type { StudioStrings } from '../language/english.ts'
import { getStrings } from '../language/strings.ts'

/** Formats the values recorded for a change, with those before it if they are known. If none were recorded, lists the names of the changed fields. */
export function formatDetails(
  { fields, before, after, method: _method, problem: _problem, ...values }: Readonly<Record<string, unknown>>,
  members: readonly Pick<ServerMember, 'user_id' | 'full_name' | 'email'>[],
  studioStrings: StudioStrings = getStrings(),
): string {
  // Unlike a schedule, webhook or event, a link has no name of its own.
  const { name: _, ...linkValues } = values
  const visibleValues = values.trigger_type === 'link' ? linkValues : values
  const previousValues = (before ?? {}) as Readonly<Record<string, unknown>>
  const formattedValues = Object.entries({ ...visibleValues, ...(after as object | undefined) }).flatMap(
    ([name, value]) => {
      const text = formatValue(name, value, members, studioStrings)
      if (text === undefined || !(name in previousValues)) return text ?? []
      return `${formatValue(name, previousValues[name], members, studioStrings)} → ${text}`
    },
  )
  if (formattedValues.length > 0 || !Array.isArray(fields)) return formattedValues.join(' · ')
  const names: Readonly<Record<string, string>> = { ...studioStrings.quotas.names, ...studioStrings.activity.fields }
  return fields.map((field) => names[String(field)] ?? String(field)).join(', ')
}

function formatValue(
  name: string,
  value: unknown,
  members: Parameters<typeof formatDetails>[1],
  { account, activity, common, formats, modelAgents, team, workflows }: StudioStrings,
): string | undefined {
  const findLabel = (labels: Readonly<Record<string, string>>, key: unknown): string =>
    labels[String(key)] ?? String(key)
  switch (name) {
    case 'role':
      return findLabel(team.roles, value)
    case 'status':
      return findLabel(workflows.statuses, value)
    case 'decision':
      return findLabel(modelAgents.decisions, value)
    case 'scopes':
      return Array.isArray(value) ? value.map((scope) => findLabel(account.scopeNames, scope)).join(', ') : undefined
    case 'shared_by':
    case 'user_id': {
      const member = members.find(({ user_id: id }) => id === value)
      return member ? (member.full_name ?? member.email) : activity.formerMember
    }
    case 'workflow_id':
    case 'run_id':
    case 'trigger_id':
    case 'trigger_type':
      // IDs mean nothing to readers, and a trigger is already shown as the actor.
      return undefined
    default:
      if (value === null) return '–'
      if (typeof value === 'boolean') return value ? common.on : common.off
      return typeof value === 'number' ? formats.count(value) : String(value)
  }
}
