import { defined } from '@aw-flow/schema'

/** Options from the server for `navigator.credentials`. Binary values are encoded as base64url. */
export interface PasskeyOptions {
  challenge: string
  [name: string]: unknown
}

/** A credential in the form that the server expects. Binary values are encoded as base64url. */
export interface PasskeyCredential<Response> {
  id: string
  rawId: string
  type: 'public-key'
  clientExtensionResults: Record<string, unknown>
  response: Response
}

interface AttestationResponse {
  clientDataJSON: string
  attestationObject: string
  transports: string[]
}

interface AssertionResponse {
  clientDataJSON: string
  authenticatorData: string
  signature: string
  userHandle?: string
}

interface DescriptorJson {
  id: string
  type?: string
  transports?: AuthenticatorTransport[]
}

/** Returns whether passkeys can be used on this page. They require HTTPS and a domain name. */
export const hasPasskeySupport = (): boolean =>
  globalThis.isSecureContext && 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(location.hostname)

/** Asks the user to create a passkey. Returns `undefined` if the user cancels or the device already has a passkey. */
export async function createPasskey(
  options: PasskeyOptions,
): Promise<PasskeyCredential<AttestationResponse> | undefined> {
  const { user, excludeCredentials, ...rest } = options
  const publicKey = {
    ...rest,
    challenge: fromBase64Url(options.challenge),
    user: { ...(user as object), id: fromBase64Url((user as { id: string }).id) },
    excludeCredentials: toDescriptors(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions
  const credential = await requestCredential(() => navigator.credentials.create({ publicKey }))
  if (!credential) return undefined
  const response = credential.response as AuthenticatorAttestationResponse
  return {
    ...toCredentialFields(credential),
    response: {
      clientDataJSON: toBase64Url(response.clientDataJSON),
      attestationObject: toBase64Url(response.attestationObject),
      transports: response.getTransports(),
    },
  }
}

/** Asks the user to sign in with a passkey. Returns `undefined` if the user cancels or has no passkey for this page. */
export async function usePasskey(options: PasskeyOptions): Promise<PasskeyCredential<AssertionResponse> | undefined> {
  const publicKey = {
    ...options,
    challenge: fromBase64Url(options.challenge),
    allowCredentials: toDescriptors(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions
  const credential = await requestCredential(() => navigator.credentials.get({ publicKey }))
  if (!credential) return undefined
  const response = credential.response as AuthenticatorAssertionResponse
  return {
    ...toCredentialFields(credential),
    response: {
      clientDataJSON: toBase64Url(response.clientDataJSON),
      authenticatorData: toBase64Url(response.authenticatorData),
      signature: toBase64Url(response.signature),
      ...(response.userHandle ? { userHandle: toBase64Url(response.userHandle) } : {}),
    },
  }
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

export const toBase64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const toDescriptors = (list: unknown): PublicKeyCredentialDescriptor[] =>
  ((list ?? []) as DescriptorJson[]).map(({ id, transports }) =>
    defined({ id: fromBase64Url(id), type: 'public-key', transports }),
  )

const toCredentialFields = ({ id, rawId }: PublicKeyCredential) => ({
  id,
  rawId: toBase64Url(rawId),
  type: 'public-key' as const,
  clientExtensionResults: {},
})

/**
 * Requests a credential from an authenticator. Returns `undefined` if the browser throws a `DOMException`, which means
 * that the user canceled, the request timed out, or no authenticator matched.
 */
async function requestCredential(request: () => Promise<Credential | null>): Promise<PublicKeyCredential | undefined> {
  try {
    return ((await request()) as PublicKeyCredential | null) ?? undefined
  } catch (cause) {
    if (cause instanceof DOMException) return undefined
    throw cause
  }
}
