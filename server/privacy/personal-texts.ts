import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { SealedColumns } from '../secrets/reencrypt.ts'
import { createSecretBox, type SecretBox } from '../secrets/secret-box.ts'
import type { Database } from '../store/database/database.ts'

/**
 * Decrypts a string returned by `PersonalStrings.seal`. Returns `null` if its key was deleted. Other strings are
 * returned unchanged.
 */
export type DecryptString = (text: string) => string | null

/**
 * Encrypts names and addresses in records that outlive a person's account, such as audit entries and runs. Each person
 * has a separate key. Deleting the key makes all of the person's strings unreadable, wherever they are stored.
 */
export type PersonalStrings = ReturnType<typeof createPersonalStrings>

const prefix = 'aw-personal:'
const pattern = /^aw-personal:([^:]*):(.*)$/s
/** Maximum number of keys cached for encryption. Before decryption, keys are read again: they may have been deleted. */
const maxCachedKeys = 1_000

/** SQL `LIKE` pattern that matches encrypted strings. */
export const sealedPattern = `${prefix}%`

export function createPersonalStrings(database: Kysely<Database>, box: SecretBox, now: () => number) {
  const cachedBoxes = new Map<string, Promise<SecretBox | undefined>>()
  const openKey = (person: string, sealedKey: string | null): SecretBox | undefined =>
    sealedKey === null ? undefined : createSecretBox(box.open(sealedKey, toContext(person)))
  const selectKeys = (people: readonly string[]) =>
    database
      .selectFrom('person_keys')
      .select(['person', 'sealed_key'])
      .where('person', 'in', [...people])
  const findOrCreateBox = async (person: string): Promise<SecretBox | undefined> => {
    const storedKey = await selectKeys([person]).executeTakeFirst()
    if (storedKey) return openKey(person, storedKey.sealed_key)
    const key = randomBytes(32).toString('base64url')
    await database
      .insertInto('person_keys')
      .values({ person, sealed_key: box.seal(key, toContext(person)), created_at: new Date(now()) })
      // Several servers may create the key at the same time. The first one is kept.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const row = await selectKeys([person]).executeTakeFirstOrThrow()
    return openKey(person, row.sealed_key)
  }
  const findCachedBox = (person: string): Promise<SecretBox | undefined> => {
    const cachedBox = cachedBoxes.get(person)
    if (cachedBox) return cachedBox
    const boxPromise = findOrCreateBox(person)
    cachedBoxes.set(person, boxPromise)
    if (cachedBoxes.size > maxCachedKeys) cachedBoxes.delete(cachedBoxes.keys().next().value!)
    boxPromise.catch(() => cachedBoxes.delete(person))
    return boxPromise
  }
  return {
    /** Encrypts a string with a person's key. The key is created on first use. */
    async seal(person: string, text: string): Promise<string> {
      const personBox = await findCachedBox(person)
      const encodedPerson = encodeURIComponent(person)
      return `${prefix}${encodedPerson}:${personBox ? personBox.seal(text, toContext(person)) : ''}`
    },
    /** Reads the keys needed for the given strings. Returns a function that decrypts these strings. */
    async readKeys(strings: readonly (string | null | undefined)[]): Promise<DecryptString> {
      const people = new Set(strings.flatMap((text) => (text ? (parseSealedString(text)?.person ?? []) : [])))
      if (people.size === 0) return createDecryptString(new Map())
      const rows = await selectKeys([...people]).execute()
      return createDecryptString(
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

const createDecryptString =
  (boxes: ReadonlyMap<string, SecretBox>): DecryptString =>
  (text) => {
    const parsed = parseSealedString(text)
    if (!parsed) return text
    try {
      return boxes.get(parsed.person)?.open(parsed.sealed, toContext(parsed.person)) ?? null
    } catch {
      // A client may have sent a string that only looks like an encrypted one.
      return null
    }
  }

function parseSealedString(text: string): { person: string; sealed: string } | undefined {
  const [, person, sealed] = pattern.exec(text) ?? []
  if (person === undefined || sealed === undefined) return undefined
  try {
    return { person: decodeURIComponent(person), sealed }
  } catch {
    return undefined
  }
}

/** Returns the encryption context that binds keys and strings to a person. */
const toContext = (person: string): string => `person ${person}`

/** Deletes a person's key. The person's strings can no longer be decrypted, and no new ones can be encrypted. */
export async function deletePersonKey(database: Kysely<Database>, person: string, now: number): Promise<void> {
  await database
    .insertInto('person_keys')
    .values({ person, sealed_key: null, created_at: new Date(now) })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ sealed_key: null }))
    .execute()
}

export const sealedPersonKeys: SealedColumns<'person_keys'> = {
  table: 'person_keys',
  key: ['person'],
  columns: ['sealed_key'],
  toContext: ({ person }) => toContext(person),
}
