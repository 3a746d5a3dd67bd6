import { getStrings } from '../language/strings.ts'

/** Returns the name of the person or trigger that made a change, or a label if that person is no longer a member. */
export function describeActor(name: string | null | undefined, details: Readonly<Record<string, unknown>>): string {
  const { activity: strings } = getStrings()
  const triggers: Readonly<Record<string, string>> = strings.triggers
  return (
    name ??
    triggers[String(details.trigger_type)] ??
    (details.problem === undefined ? strings.formerMember : strings.unknownPerson)
  )
}
