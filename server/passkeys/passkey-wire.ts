import { z } from '@hono/zod-openapi'
import type { PasskeyRecord } from './passkeys.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

const base64UrlSchema = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/)
const nameSchema = z.string().trim().min(1).max(100)

/** Fields of a browser credential, as returned by `PublicKeyCredential.toJSON`. */
const credentialFields = {
  id: base64UrlSchema.min(1),
  rawId: base64UrlSchema.min(1),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
}
const transportsSchema = z.array(z.string().max(40)).max(10).optional()
const registrationSchema = z.object({
  ...credentialFields,
  response: z.object({
    clientDataJSON: base64UrlSchema,
    attestationObject: base64UrlSchema,
    transports: transportsSchema,
  }),
})
const assertionSchema = z.object({
  ...credentialFields,
  response: z.object({
    clientDataJSON: base64UrlSchema,
    authenticatorData: base64UrlSchema,
    signature: base64UrlSchema,
    userHandle: base64UrlSchema.optional(),
  }),
})

const exampleCredential = {
  id: 'Zm9v',
  rawId: 'Zm9v',
  type: 'public-key' as const,
  clientExtensionResults: {},
}
export const addPasskeySchema = z
  .strictObject({ name: nameSchema, credential: registrationSchema })
  .openapi('AddPasskey', {
    example: {
      name: 'Laptop',
      credential: { ...exampleCredential, response: { clientDataJSON: 'e30', attestationObject: 'o2Nmb' } },
    },
  })
export const renamePasskeySchema = z
  .strictObject({ name: nameSchema })
  .openapi('RenamePasskey', { example: { name: 'Work laptop' } })
export const passkeySignInSchema = z.strictObject({ credential: assertionSchema }).openapi('PasskeySignIn', {
  example: {
    credential: {
      ...exampleCredential,
      response: { clientDataJSON: 'e30', authenticatorData: 'SZYN5', signature: 'MEUCI' },
    },
  },
})

export const passkeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: z.string(),
    last_used_at: z.string().nullable(),
  })
  .openapi('Passkey')

/**
 * Options for the browser, in the format expected by `PublicKeyCredential.parseCreationOptionsFromJSON` or
 * `parseRequestOptionsFromJSON`.
 */
export const passkeyOptionsSchema = z
  .looseObject({ challenge: z.string() })
  .openapi('PasskeyOptions', { description: 'Options for `navigator.credentials`, with binary values in base64url.' })

export const passkeyToWire = (passkeyRecord: PasskeyRecord): z.infer<typeof passkeySchema> =>
  recordToWire(passkeySchema, passkeyRecord)
