import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { sql, type Kysely } from 'kysely'
import type { OneTimeCodes } from '../accounts/sign-in/one-time-codes.ts'
import type { User } from '../accounts/users.ts'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { openRows, type RowOf } from '../store/database/workspace-rows.ts'

/** A user's passkey. Times are in ISO 8601 format, UTC. */
export type PasskeyRecord = ReturnType<typeof toPasskey>

/** The site to which passkeys are bound. */
export interface RelyingParty {
  /** Host name of the studio. */
  id: string
  /** Origin of the pages that can use the passkeys. */
  origin: string
}

/** Maximum number of passkeys per user. */
const maxPasskeys = 20

/**
 * Loads the module that verifies authenticator responses. It is loaded on first use, because its certificate parsers
 * take time to load.
 */
const loadWebAuthn = () => import('@simplewebauthn/server')

interface PasskeyStoreOptions {
  database: Kysely<Database>
  codes: Pick<OneTimeCodes, 'create' | 'consume'>
  now(): number
}

export const createPasskeys = (options: PasskeyStoreOptions) => ({
  ...createPasskeyList(options),
  ...createRegistration(options),
  ...createPasskeySignIn(options),
})

const openPasskeys = (database: Kysely<Database>, userId: string) => openRows(database, 'passkeys', { user_id: userId })

const createPasskeyList = ({ database }: PasskeyStoreOptions) => ({
  list: async (userId: string): Promise<PasskeyRecord[]> =>
    (await openPasskeys(database, userId).list({}, ['created_at'])).map(toPasskey),
  async rename(userId: string, id: string, name: string): Promise<PasskeyRecord | undefined> {
    const row = await openPasskeys(database, userId).update({ id }, { name })
    return row && toPasskey(row)
  },
  /** Removes a passkey. Returns `false` if the user does not have a passkey with this ID. */
  remove: (userId: string, id: string): Promise<boolean> => openPasskeys(database, userId).remove({ id }),
})

const createRegistration = ({ database, codes, now }: PasskeyStoreOptions) => ({
  /** Creates the options for `navigator.credentials.create`. */
  async createRegistrationOptions(
    { id, email, fullName }: User,
    subject: string,
    { id: rpID }: RelyingParty,
  ): Promise<object> {
    const { generateRegistrationOptions } = await loadWebAuthn()
    const existingPasskeys = await openPasskeys(database, id).list()
    const options = await generateRegistrationOptions({
      rpName: 'AW',
      rpID,
      userID: new TextEncoder().encode(id),
      userName: email,
      userDisplayName: fullName ?? email,
      attestationType: 'none',
      excludeCredentials: existingPasskeys.map((row) => ({ id: row.id, transports: JSON.parse(row.transports) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    await codes.create(subject, 'passkey-registration', options.challenge)
    return options
  },
  /**
   * Stores a new passkey. Returns `undefined` if the authenticator's response is invalid, the passkey is already
   * registered, or the user already has the maximum number of passkeys.
   */
  async register(
    user: User,
    { name, response, subject }: { name: string; response: RegistrationResponseJSON; subject: string },
    { id: rpID, origin }: RelyingParty,
  ): Promise<PasskeyRecord | undefined> {
    const { verifyRegistrationResponse } = await loadWebAuthn()
    const verification = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => codes.consume(subject, ['passkey-registration'], challenge),
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
    }).catch(() => undefined)
    if (!verification?.verified || (await openPasskeys(database, user.id).hasAtLeast(maxPasskeys))) return undefined
    const { id, publicKey, counter, transports = [] } = verification.registrationInfo.credential
    // If the ID exists, nothing is stored: another account cannot take over a passkey.
    const row = await openPasskeys(database, user.id).insert({
      id,
      user_id: user.id,
      name,
      public_key: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: JSON.stringify(transports),
      relying_party: rpID,
      created_at: new Date(now()),
    })
    return row && toPasskey(row)
  },
})

const createPasskeySignIn = ({ database, codes, now }: PasskeyStoreOptions) => ({
  /** Creates the options for `navigator.credentials.get`. They do not identify a user. */
  async createSignInOptions(subject: string, { id: rpID }: RelyingParty): Promise<object> {
    const { generateAuthenticationOptions } = await loadWebAuthn()
    const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
    await codes.create(subject, 'passkey-sign-in', options.challenge)
    return options
  },
  /** Verifies a sign-in. Returns the user's ID, or `undefined` if the authenticator's response is invalid. */
  async verifySignIn(
    { response, subject }: { response: AuthenticationResponseJSON; subject: string },
    { id: rpID, origin }: RelyingParty,
  ): Promise<string | undefined> {
    const { verifyAuthenticationResponse } = await loadWebAuthn()
    const passkey = await openRows(database, 'passkeys').find({ id: response.id, relying_party: rpID })
    if (!passkey) return undefined
    const userHandle = new TextDecoder().decode(Buffer.from(response.response.userHandle ?? '', 'base64url'))
    if (userHandle !== '' && userHandle !== passkey.user_id) return undefined
    const verification = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => codes.consume(subject, ['passkey-sign-in'], challenge),
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: {
        id: passkey.id,
        publicKey: Buffer.from(passkey.public_key, 'base64url'),
        counter: Number(passkey.counter),
      },
      requireUserVerification: true,
    }).catch(() => undefined)
    if (!verification?.verified) return undefined
    const { newCounter } = verification.authenticationInfo
    // A repeated counter means that the authenticator may have been copied, so the second sign-in is rejected.
    const updatedPasskey = await database
      .updateTable('passkeys')
      .set({ counter: newCounter, last_used_at: new Date(now()) })
      .where('id', '=', passkey.id)
      .where(sql<boolean>`(counter < ${newCounter} or (counter = 0 and ${newCounter} = 0))`)
      .returning('user_id')
      .executeTakeFirst()
    return updatedPasskey?.user_id
  },
})

const toPasskey = (row: RowOf<'passkeys'>) => toRecord(row, ['id', 'name', 'created_at', 'last_used_at'])
