/** Options that the server provides for `navigator.credentials`, with binary values in base64url. */
export interface PasskeyOptions {
  challenge: string
  [name: string]: unknown
}

/** A credential with binary values in base64url, as the server expects. */
export interface PasskeyCredential<Response> {
  id: string
  rawId: string
  type: 'public-key'
  clientExtensionResults: Record<string, unknown>
  response: Response
}

interface CreatedResponse {
  clientDataJSON: string
  attestationObject: string
  transports: string[]
}

interface SignedResponse {
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

/** Whether the browser supports passkeys on this page. Passkeys require HTTPS and a domain name. */
export const hasPasskeySupport = (): boolean =>
  globalThis.isSecureContext && 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(location.hostname)

/** Asks the user to create a passkey. Returns `undefined` if they cancel, or if the device already has one. */
export async function createPasskey(options: PasskeyOptions): Promise<PasskeyCredential<CreatedResponse> | undefined> {
  const { user, excludeCredentials, ...rest } = options
  const publicKey = {
    ...rest,
    challenge: fromBase64Url(options.challenge),
    user: { ...(user as object), id: fromBase64Url((user as { id: string }).id) },
    excludeCredentials: toDescriptors(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions
  const credential = await askAuthenticator(() => navigator.credentials.create({ publicKey }))
  if (!credential) return undefined
  const response = credential.response as AuthenticatorAttestationResponse
  return {
    ...toFields(credential),
    response: {
      clientDataJSON: toBase64Url(response.clientDataJSON),
      attestationObject: toBase64Url(response.attestationObject),
      transports: response.getTransports(),
    },
  }
}

/** Asks the user to use a passkey. Returns `undefined` if they cancel, or have none for this page. */
export async function usePasskey(options: PasskeyOptions): Promise<PasskeyCredential<SignedResponse> | undefined> {
  const publicKey = {
    ...options,
    challenge: fromBase64Url(options.challenge),
    allowCredentials: toDescriptors(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions
  const credential = await askAuthenticator(() => navigator.credentials.get({ publicKey }))
  if (!credential) return undefined
  const response = credential.response as AuthenticatorAssertionResponse
  return {
    ...toFields(credential),
    response: {
      clientDataJSON: toBase64Url(response.clientDataJSON),
      authenticatorData: toBase64Url(response.authenticatorData),
      signature: toBase64Url(response.signature),
      ...(response.userHandle ? { userHandle: toBase64Url(response.userHandle) } : {}),
    },
  }
}

/** Decodes base64url. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** Encodes bytes as base64url. */
export const toBase64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const toDescriptors = (list: unknown): PublicKeyCredentialDescriptor[] =>
  ((list ?? []) as DescriptorJson[]).map(({ id, transports }) => ({
    id: fromBase64Url(id),
    type: 'public-key',
    ...(transports ? { transports } : {}),
  }))

const toFields = ({ id, rawId }: PublicKeyCredential) => ({
  id,
  rawId: toBase64Url(rawId),
  type: 'public-key' as const,
  clientExtensionResults: {},
})

/** Browsers reject with a `DOMException` if the user cancels, the request times out, or no authenticator matches. */
async function askAuthenticator(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | undefined> {
  try {
    return ((await ask()) as PublicKeyCredential | null) ?? undefined
  } catch (cause) {
    if (cause instanceof DOMException) return undefined
    throw cause
  }
}
