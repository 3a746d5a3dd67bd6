import type { ServerMember } from '@aw-flow/client'
import type { StudioStrings } from '../language/english.ts'
import { strings } from '../language/strings.ts'

/** Formats the recorded values of a change or, without values, the names of the changed fields. */
export function formatDetails(
  { fields, ...values }: Readonly<Record<string, unknown>>,
  members: readonly Pick<ServerMember, 'user_id' | 'full_name' | 'email'>[],
  texts: StudioStrings = strings(),
): string {
  // A link has no name, unlike a schedule, webhook or event.
  const { name: _, ...linkValues } = values
  const visibleValues = values.trigger_type === 'link' ? linkValues : values
  const formatted = Object.entries(visibleValues).flatMap(
    ([name, value]) => formatValue(name, value, members, texts) ?? [],
  )
  if (formatted.length > 0 || !Array.isArray(fields)) return formatted.join(' · ')
  const names: Readonly<Record<string, string>> = { ...texts.quotas.names, ...texts.activity.fields }
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
    case 'enabled':
      return value === true ? common.on : common.off
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
      // Ids mean nothing to readers, and the trigger is shown instead of a person.
      return undefined
    default:
      return typeof value === 'number' ? formats.count(value) : String(value)
  }
}
