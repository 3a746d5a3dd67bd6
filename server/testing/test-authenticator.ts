import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

interface Options {
  challenge: string
}

/** Values that a test replaces in a response of the authenticator. */
export interface ResponseChanges {
  challenge?: string
  origin?: string
  relyingParty?: string
  counter?: number
  /** Whether the authenticator has verified the person. */
  isVerified?: boolean
  userHandle?: string
}

const userPresent = 0x01
const userVerified = 0x04
const hasCredential = 0x40

/** An authenticator with one passkey (ES256), which answers like a browser with a device. */
export function createTestAuthenticator(origin: string) {
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const relyingParty = new URL(origin).hostname
  const createClientData = (type: string, challenge: string, changes: ResponseChanges): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: changes.challenge ?? challenge,
        origin: changes.origin ?? origin,
        crossOrigin: false,
      }),
    )
  const createAuthenticatorData = (flags: number, changes: ResponseChanges, credential = Buffer.alloc(0)): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(changes.counter ?? 0)
    const verifiedFlag = (changes.isVerified ?? true) ? userVerified : 0
    return Buffer.concat([
      createHash('sha256')
        .update(changes.relyingParty ?? relyingParty)
        .digest(),
      Buffer.from([flags | userPresent | verifiedFlag]),
      counter,
      credential,
    ])
  }
  const fields = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  }
  return {
    /** Returns the response to options for a new passkey. */
    register({ challenge }: Options, changes: ResponseChanges = {}) {
      const idLength = Buffer.alloc(2)
      idLength.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), idLength, id, encodeKey(publicKey)])
      const attestation = encodeMap([
        [encodeText('fmt'), encodeText('none')],
        [encodeText('attStmt'), encodeMap([])],
        [encodeText('authData'), encodeBytes(createAuthenticatorData(hasCredential, changes, credential))],
      ])
      return {
        ...fields,
        response: {
          clientDataJSON: createClientData('webauthn.create', challenge, changes).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    /** Returns the response to options for signing in. */
    signIn({ challenge }: Options, changes: ResponseChanges = {}) {
      const clientData = createClientData('webauthn.get', challenge, changes)
      const authenticatorData = createAuthenticatorData(0, changes)
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
      return {
        ...fields,
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          ...(changes.userHandle === undefined
            ? {}
            : { userHandle: Buffer.from(changes.userHandle).toString('base64url') }),
        },
      }
    },
  }
}

/** Encodes a public key as a COSE key (RFC 9053): key type EC2, algorithm ES256, curve P-256. */
function encodeKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' }) as { x?: string; y?: string }
  return encodeMap([
    [encodeInteger(1), encodeInteger(2)],
    [encodeInteger(3), encodeInteger(-7)],
    [encodeInteger(-1), encodeInteger(1)],
    [encodeInteger(-2), encodeBytes(Buffer.from(x, 'base64url'))],
    [encodeInteger(-3), encodeBytes(Buffer.from(y, 'base64url'))],
  ])
}

// CBOR (RFC 8949).
const encodeHead = (type: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([(type << 5) | length])
    : length < 256
      ? Buffer.from([(type << 5) | 24, length])
      : Buffer.from([(type << 5) | 25, length >> 8, length & 255])
const encodeInteger = (value: number): Buffer => (value < 0 ? encodeHead(1, -1 - value) : encodeHead(0, value))
const encodeBytes = (bytes: Buffer): Buffer => Buffer.concat([encodeHead(2, bytes.length), bytes])
const encodeText = (text: string): Buffer => Buffer.concat([encodeHead(3, text.length), Buffer.from(text)])
const encodeMap = (entries: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([encodeHead(5, entries.length), ...entries.flat()])
