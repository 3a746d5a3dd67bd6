import { getStrings } from '../language/strings.ts'
import { describePerson } from './format-author.ts'

/** Returns the name of the person or trigger that made a change, or a label if that person has no account. */
export function describeActor(
  { user_id: id, user_name: name }: { user_id: string; user_name: string | null },
  details: Readonly<Record<string, unknown>>,
): string {
  const triggers: Readonly<Record<string, string>> = getStrings().activity.triggers
  return name ?? triggers[String(details.trigger_type)] ?? describePerson(id, name)
}
