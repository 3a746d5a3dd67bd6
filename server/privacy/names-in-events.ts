import type { PersonalTexts } from './personal-texts.ts'

/** Maps people's names in plain text to their encrypted forms, which are stored in the run's events. */
export type SealedNames = ReadonlyMap<string, string>

/** Matches encrypted strings in an event's JSON. */
const sealedTextPattern = /"aw-personal:[^"\\]*"/g

/**
 * Decrypts people's names in the JSON of events. If the key of a name was deleted, the name is replaced with an empty
 * string.
 *
 * @returns The events, and the encrypted form of each name.
 */
export async function openNames(
  bodies: readonly string[],
  personalTexts: PersonalTexts,
): Promise<{ bodies: readonly string[]; names: SealedNames }> {
  const names = new Map<string, string>()
  const sealedJsonTexts = bodies.flatMap((body) =>
    body.includes('"aw-personal:') ? (body.match(sealedTextPattern) ?? []) : [],
  )
  if (sealedJsonTexts.length === 0) return { bodies, names }
  const texts = new Map(sealedJsonTexts.map((json) => [json, JSON.parse(json) as string]))
  const open = await personalTexts.readKeys([...texts.values()])
  const openedTexts = new Map(
    [...texts].map(([json, text]) => {
      const name = open(text) ?? ''
      if (name !== '') names.set(name, text)
      return [json, JSON.stringify(name)]
    }),
  )
  return {
    bodies: bodies.map((body) => body.replaceAll(sealedTextPattern, (json) => openedTexts.get(json) ?? json)),
    names,
  }
}

/**
 * Encrypts people's names in the JSON of events. A name appears as `by` in a decision and in the output of the
 * decision's node.
 */
export function sealNames(bodies: readonly string[], names: SealedNames): readonly string[] {
  if (names.size === 0) return bodies
  const replacements = [...names].map(([name, sealed]) => [toField(name), toField(sealed)] as const)
  return bodies.map((body) =>
    replacements.reduce((text, [plain, sealed]) => text.replaceAll(plain, () => sealed), body),
  )
}

const toField = (name: string): string => `"by":${JSON.stringify(name)}`
