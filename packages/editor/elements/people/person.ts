import type { LivePerson } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'

/** Hues that differ for people with normal vision. Labels name each person, so nobody depends on the color. */
const hues = [262, 145, 25, 310, 85, 205, 350, 180]

/** Returns the background color of a person, on which white text is legible. It is the same on all screens. */
export function getPersonColor({ user }: Pick<LivePerson, 'user'>): string {
  let hash = 0
  for (const character of user) hash = (hash * 31 + character.codePointAt(0)!) % 1_000_003
  return `oklch(0.48 0.15 ${hues[hash % hues.length]})`
}

/** Returns the first letters of a person's first two names. */
export const getInitials = ({ name }: Pick<LivePerson, 'name'>): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase()

/** Returns the label of the node that a person edits or has selected. */
export function findPlace({ presence }: Pick<LivePerson, 'presence'>, document: Workflow): string | undefined {
  const id = presence.field?.split('/')[1] ?? (presence.selection?.length === 1 ? presence.selection[0] : undefined)
  return document.nodes.find((node) => node.id === id)?.data.label
}
