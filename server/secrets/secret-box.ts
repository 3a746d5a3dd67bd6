import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'

/** Encrypts secrets with AES-256-GCM and a fresh nonce. Each ciphertext is bound to its context. */
export interface SecretBox {
  seal(plaintext: string, context: string): string
  /** Decrypts a secret. Throws if it was sealed with a different key or context, or was modified. */
  open(sealedText: string, context: string): string
}

const version = 'v1'

/** Creates a secret box for a key, which can be any string of at least 32 characters. */
export function createSecretBox(key: string): SecretBox {
  const encryptionKey = Buffer.from(hkdfSync('sha256', key, '', 'aw secrets', 32))
  return {
    seal(plaintext, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce).setAAD(Buffer.from(context))
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))
      return [version, ...parts].join('.')
    },
    open(sealedText, context) {
      const [formatVersion, ...parts] = sealedText.split('.')
      const [nonce, tag, ciphertext] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (formatVersion !== version || !nonce || !tag || !ciphertext || tag.length !== 16)
        throw new Error('Not an encrypted secret.')
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, nonce)
        .setAAD(Buffer.from(context))
        .setAuthTag(tag)
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
    },
  }
}

/** Reads the key file in a data folder. The file is created on first use and is readable only by its owner. */
export async function readKeyFile(path: string): Promise<string> {
  const existingKey = await readFile(path, 'utf8').catch(() => undefined)
  if (existingKey !== undefined) return existingKey.trim()
  // Several servers may start at the same time, so the file is created atomically and only once.
  const temporaryPath = `${path}.${randomUUID()}`
  const file = await open(temporaryPath, 'wx', 0o600)
  try {
    await file.writeFile(randomBytes(32).toString('base64url'))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(temporaryPath, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    await rm(temporaryPath, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}
