/** One key for a service, and the hosts that it may be sent to. */
export interface ServiceKey {
  name: string
  value: string
  hosts: readonly string[]
}

/** What is stored: nothing of it tells a key without the passphrase. All bytes as base64. */
export interface SealedKeys {
  version: 1
  iterations: number
  salt: string
  iv: string
  sealed: string
}

/** What OWASP asks of PBKDF2 with SHA-256. */
const iterations = 600_000

/** Seals keys under a passphrase: PBKDF2-SHA-256 makes the key, AES-256-GCM seals. A new salt each time. */
export async function sealKeys(keys: readonly ServiceKey[], passphrase: string): Promise<SealedKeys> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keyOf(passphrase, salt, iterations)
  const bytes = new TextEncoder().encode(JSON.stringify(keys))
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes))
  return { version: 1, iterations, salt: toBase64(salt), iv: toBase64(iv), sealed: toBase64(sealed) }
}

/** The keys again; `undefined` under a wrong passphrase, or where what is stored was changed. */
export async function openKeys(sealed: SealedKeys, passphrase: string): Promise<ServiceKey[] | undefined> {
  try {
    const key = await keyOf(passphrase, fromBase64(sealed.salt), sealed.iterations)
    const iv = fromBase64(sealed.iv)
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, fromBase64(sealed.sealed))
    const keys: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(keys) ? keys.filter(isKey) : undefined
  } catch {
    return undefined
  }
}

/** Stored text as sealed keys; `undefined` where it is none. */
export function readSealed(text: string | null): SealedKeys | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<SealedKeys> | null
    const texts = [value?.salt, value?.iv, value?.sealed]
    const isWhole = value?.version === 1 && texts.every((one) => typeof one === 'string')
    return isWhole && Number.isInteger(value.iterations) ? (value as SealedKeys) : undefined
  } catch {
    return undefined
  }
}

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, [
    'deriveKey',
  ])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    material,
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
