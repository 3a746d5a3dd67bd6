import { pluralize } from '../../language/pluralize.ts'

/** English UI strings for the people who have a workflow open. */
export const peopleStrings = {
  label: 'People in this workflow',
  follow: (name: string): string => `Follow ${name}`,
  canView: (name: string): string => `${name} (can view)`,
  at: (name: string, node: string): string => `${name} · ${node}`,
  more: (count: number): string => pluralize(count, { one: 'more person', other: 'more people' }),
  following: (name: string): string => `You follow ${name}`,
  stop: 'Stop',
}

/** UI strings for the people who have a workflow open. */
export type PeopleStrings = typeof peopleStrings
