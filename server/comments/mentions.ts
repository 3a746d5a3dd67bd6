/** A member whom a comment can mention. */
export interface MentionedMember {
  id: string
  name: string
  email: string
}

/** Maximum number of members that one comment notifies. */
const maxMentions = 20
/** Stands for a member in stored texts, so that a text has the current name, and none after the account was deleted. */
const token = (id: string): string => `@{${id}}`

/** Replaces `@name` and `@address` of members with tokens. Returns the text and the IDs of the mentioned members. */
export function parseMentions(
  text: string,
  members: readonly MentionedMember[],
): { text: string; mentions: readonly string[] } {
  const names = members.flatMap(({ id, name, email }) =>
    [name, email].map((candidate) => ({ id, candidate: candidate.toLowerCase() })),
  )
  // "@Ada Lovelace" mentions that person, not "Ada".
  const namesByLength = names.toSorted((a, b) => b.candidate.length - a.candidate.length)
  const mentions = new Set<string>()
  let stored = ''
  let position = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(position, at + 1))) {
    const rest = text.slice(at + 1)
    const match = /[\p{L}\p{N}_.]$/u.test(text.slice(0, at))
      ? undefined
      : namesByLength.find(
          ({ candidate }) =>
            rest.slice(0, candidate.length).toLowerCase() === candidate &&
            !/^[\p{L}\p{N}_]/u.test(rest.slice(candidate.length)),
        )
    if (!match || (mentions.size >= maxMentions && !mentions.has(match.id))) continue
    mentions.add(match.id)
    stored += text.slice(position, at) + token(match.id)
    position = at + 1 + match.candidate.length
  }
  return { text: stored + text.slice(position), mentions: [...mentions] }
}

/** Replaces the tokens of mentioned members with their names. */
export const renderMentions = (
  text: string,
  mentions: readonly string[],
  findName: (id: string) => string | undefined,
): string => mentions.reduce((result, id) => result.replaceAll(token(id), () => `@${findName(id) ?? '…'}`), text)
