import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { createSecretBox, type SecretBox } from '../secrets/secret-box.ts'
import type { Database } from '../store/database/database.ts'

/** Decrypts a string that `PersonalTexts.seal` returned; `null` if its key was deleted. Other strings are unchanged. */
export type OpenText = (text: string) => string | null

/**
 * Names and addresses in records that outlive the account of a person, such as audit entries and runs. They are
 * encrypted with a key of the person. Deleting the key makes all of them unreadable, wherever they are stored.
 */
export interface PersonalTexts {
  /** Encrypts a string with the key of a person, which is created when it is first needed. */
  seal(person: string, text: string): Promise<string>
  /** Reads the keys of encrypted strings once, and returns a function that decrypts the strings. */
  readKeys(texts: readonly (string | null | undefined)[]): Promise<OpenText>
}

const prefix = 'aw-personal:'
const pattern = /^aw-personal:([^:]*):(.*)$/s
/** Maximum number of cached keys for encryption. Decryption reads them each time, because they can be deleted. */
const maxCachedKeys = 1_000

/** Matches encrypted strings in SQL (`LIKE`). */
export const sealedPattern = `${prefix}%`

export function createPersonalTexts(database: Kysely<Database>, box: SecretBox, now: () => number): PersonalTexts {
  const cachedBoxes = new Map<string, Promise<SecretBox | undefined>>()
  const openKey = (person: string, sealedKey: string | null): SecretBox | undefined =>
    sealedKey === null ? undefined : createSecretBox(box.open(sealedKey, toContext(person)))
  const selectKeys = (people: readonly string[]) =>
    database
      .selectFrom('person_keys')
      .select(['person', 'sealed_key'])
      .where('person', 'in', [...people])
  const findOrCreateBox = async (person: string): Promise<SecretBox | undefined> => {
    const stored = await selectKeys([person]).executeTakeFirst()
    if (stored) return openKey(person, stored.sealed_key)
    const key = randomBytes(32).toString('base64url')
    await database
      .insertInto('person_keys')
      .values({ person, sealed_key: box.seal(key, toContext(person)), created_at: new Date(now()) })
      // Several servers can create it at the same time.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const row = await selectKeys([person]).executeTakeFirstOrThrow()
    return openKey(person, row.sealed_key)
  }
  const findCachedBox = (person: string): Promise<SecretBox | undefined> => {
    const cached = cachedBoxes.get(person)
    if (cached) return cached
    const found = findOrCreateBox(person)
    cachedBoxes.set(person, found)
    if (cachedBoxes.size > maxCachedKeys) cachedBoxes.delete(cachedBoxes.keys().next().value!)
    found.catch(() => cachedBoxes.delete(person))
    return found
  }
  return {
    async seal(person, text) {
      const personBox = await findCachedBox(person)
      const encodedPerson = encodeURIComponent(person)
      return `${prefix}${encodedPerson}:${personBox ? personBox.seal(text, toContext(person)) : ''}`
    },
    async readKeys(texts) {
      const people = new Set(texts.flatMap((text) => (text ? (parse(text)?.person ?? []) : [])))
      if (people.size === 0) return openWith(new Map())
      const rows = await selectKeys([...people]).execute()
      return openWith(
        new Map(
          rows.flatMap(({ person, sealed_key: sealedKey }) => {
            const personBox = openKey(person, sealedKey)
            return personBox ? [[person, personBox] as const] : []
          }),
        ),
      )
    },
  }
}

const openWith =
  (boxes: ReadonlyMap<string, SecretBox>): OpenText =>
  (text) => {
    const parsed = parse(text)
    if (!parsed) return text
    try {
      return boxes.get(parsed.person)?.open(parsed.sealed, toContext(parsed.person)) ?? null
    } catch {
      // A client has sent a string that looks like an encrypted one.
      return null
    }
  }

function parse(text: string): { person: string; sealed: string } | undefined {
  const [, person, sealed] = pattern.exec(text) ?? []
  if (person === undefined || sealed === undefined) return undefined
  try {
    return { person: decodeURIComponent(person), sealed }
  } catch {
    return undefined
  }
}

/** Binds keys and strings to their person. */
const toContext = (person: string): string => `person ${person}`

/** Deletes the key of a person. After that, no string of the person can be decrypted or encrypted. */
export async function deletePersonKey(database: Kysely<Database>, person: string, now: number): Promise<void> {
  await database
    .insertInto('person_keys')
    .values({ person, sealed_key: null, created_at: new Date(now) })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ sealed_key: null }))
    .execute()
}

/** Re-encrypts the keys of all people with a new server key. */
export async function reencryptPersonKeys(
  transaction: Kysely<Database>,
  oldBox: SecretBox,
  newBox: SecretBox,
): Promise<void> {
  const rows = await transaction.selectFrom('person_keys').select(['person', 'sealed_key']).execute()
  for (const { person, sealed_key: sealedKey } of rows) {
    if (sealedKey === null) continue
    const key = oldBox.open(sealedKey, toContext(person))
    await transaction
      .updateTable('person_keys')
      .set({ sealed_key: newBox.seal(key, toContext(person)) })
      .where('person', '=', person)
      .execute()
  }
}
