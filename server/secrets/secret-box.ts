import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'

/** Encrypts what is kept of secrets: AES-256-GCM, with a fresh nonce each time, bound to what it belongs to. */
export interface SecretBox {
  seal(text: string, belongsTo: string): string
  /** Throws for what another key has sealed, what was changed, or what belongs to something else. */
  open(sealed: string, belongsTo: string): string
}

const version = 'v1'

/** A box under a key: any text of 32 characters or more. */
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
      if (known !== version || !nonce || !tag || !text || tag.length !== 16)
        throw new Error('This is no sealed secret.')
      const decipher = createDecipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(belongsTo)).setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  }
}

/** The key of a data folder, where the environment names none: made once, readable by its owner only. */
export async function readKeyFile(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return known.trim()
  // Several servers may begin at once: the key appears whole, and once.
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
