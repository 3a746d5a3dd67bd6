import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'

/** Encrypts secrets with AES-256-GCM and a fresh nonce, bound to their context. */
export interface SecretBox {
  seal(text: string, belongsTo: string): string
  /** Throws for data of another key or context, and for modified data. */
  open(sealed: string, belongsTo: string): string
}

const version = 'v1'

/** Creates a box for a key: any text of at least 32 characters. */
export function createSecretBox(key: string): SecretBox {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'aw secrets', 32))
  return {
    seal(text, belongsTo) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(belongsTo))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))
      return [version, ...parts].join('.')
    },
    open(sealed, belongsTo) {
      const [known, ...parts] = sealed.split('.')
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (known !== version || !nonce || !tag || !text || tag.length !== 16) throw new Error('Not an encrypted secret.')
      const decipher = createDecipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(belongsTo)).setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  }
}

/** The key file of a data folder, created on first use and readable only by its owner. */
export async function readKeyFile(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return known.trim()
  // Several servers can start at the same time, so the key file is created atomically and only once.
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(randomBytes(32).toString('base64url'))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    await rm(draft, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}
