import type { PersonalStrings } from './personal-texts.ts'

/** Maps people's names in plain text to their encrypted forms, which are stored in the run's events. */
export type SealedNames = ReadonlyMap<string, string>

/** Matches encrypted strings in an event's JSON. */
const sealedStringPattern = /"aw-personal:[^"\\]*"/g

/**
 * Decrypts people's names in the JSON of events. If the key that encrypts a name was deleted, the name is replaced with
 * an empty string.
 *
 * @returns The events, and the encrypted form of each name.
 */
export async function unsealNames(
  bodies: readonly string[],
  personalStrings: PersonalStrings,
): Promise<{ bodies: readonly string[]; names: SealedNames }> {
  const names = new Map<string, string>()
  const sealedJsonStrings = bodies.flatMap((body) =>
    body.includes('"aw-personal:') ? (body.match(sealedStringPattern) ?? []) : [],
  )
  if (sealedJsonStrings.length === 0) return { bodies, names }
  const sealedStrings = new Map(sealedJsonStrings.map((json) => [json, JSON.parse(json) as string]))
  const decrypt = await personalStrings.readKeys([...sealedStrings.values()])
  const decryptedStrings = new Map(
    [...sealedStrings].map(([json, text]) => {
      const name = decrypt(text) ?? ''
      if (name !== '') names.set(name, text)
      return [json, JSON.stringify(name)]
    }),
  )
  return {
    bodies: bodies.map((body) => body.replaceAll(sealedStringPattern, (json) => decryptedStrings.get(json) ?? json)),
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
