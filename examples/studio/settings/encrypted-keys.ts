/** An API key and the hosts to which it may be sent. */
export interface ServiceKey {
  name: string
  value: string
  hosts: readonly string[]
}

/**
 * Encrypted API keys as they are stored. They cannot be read without the passphrase. Binary values are encoded as
 * base64.
 */
export interface EncryptedKeys {
  version: 1
  iterations: number
  salt: string
  iv: string
  /** The encrypted keys. Version 0.1 stored them under this name, so renaming the field would make them unreadable. */
  sealed: string
}

/** OWASP's recommendation for PBKDF2 with SHA-256. */
const iterations = 600_000

/**
 * Encrypts API keys with AES-256-GCM. The encryption key is derived from a passphrase using PBKDF2-SHA-256 and a new
 * salt.
 */
export async function encryptKeys(keys: readonly ServiceKey[], passphrase: string): Promise<EncryptedKeys> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await deriveEncryptionKey(passphrase, salt, iterations)
  const bytes = new TextEncoder().encode(JSON.stringify(keys))
  const encryptedBytes = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes))
  return { version: 1, iterations, salt: toBase64(salt), iv: toBase64(iv), sealed: toBase64(encryptedBytes) }
}

/** Decrypts API keys. Returns `undefined` if the passphrase is wrong or the data was modified. */
export async function decryptKeys(encryptedKeys: EncryptedKeys, passphrase: string): Promise<ServiceKey[] | undefined> {
  try {
    const key = await deriveEncryptionKey(passphrase, fromBase64(encryptedKeys.salt), encryptedKeys.iterations)
    const iv = fromBase64(encryptedKeys.iv)
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, fromBase64(encryptedKeys.sealed))
    const keys: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(keys) ? keys.filter(isKey) : undefined
  } catch {
    return undefined
  }
}

/** Parses stored encrypted keys. Returns `undefined` if they are invalid. */
export function parseEncryptedKeys(text: string | null): EncryptedKeys | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<EncryptedKeys> | null
    const fields = [value?.salt, value?.iv, value?.sealed]
    const isComplete = value?.version === 1 && fields.every((item) => typeof item === 'string')
    return isComplete && Number.isInteger(value.iterations) ? (value as EncryptedKeys) : undefined
  } catch {
    return undefined
  }
}

async function deriveEncryptionKey(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterationCount: number,
): Promise<CryptoKey> {
  const keyMaterial = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, [
    'deriveKey',
  ])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: iterationCount },
    keyMaterial,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

function isKey(value: unknown): value is ServiceKey {
  if (typeof value !== 'object' || value === null) return false
  const { name, value: secret, hosts } = value as Partial<ServiceKey>
  return typeof name === 'string' && typeof secret === 'string' && Array.isArray(hosts)
}
