import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { decryptKeys, parseEncryptedKeys, encryptKeys } from './encrypted-keys.ts'

const keys = [{ name: 'openai', value: 'sk-very-secret', hosts: ['api.openai.com'] }]

describe('encrypted keys', () => {
  it('are decrypted with the passphrase only', async () => {
    const encrypted = await encryptKeys(keys, 'correct horse')
    const stored = JSON.stringify(encrypted)
    expect(stored).not.toContain('secret')
    expect(stored).not.toContain('openai')
    expect(await decryptKeys(parseEncryptedKeys(stored)!, 'correct horse')).toEqual(keys)
    expect(await decryptKeys(encrypted, 'wrong horse')).toBeUndefined()
    const changed = { ...encrypted, sealed: btoa(`x${atob(encrypted.sealed).slice(1)}`) }
    expect(await decryptKeys(changed, 'correct horse')).toBeUndefined()
    expect((await encryptKeys(keys, 'correct horse')).salt).not.toBe(encrypted.salt)
  })

  it('of version 0.1 are decrypted', async () => {
    const profile = new URL('../../../test/fixtures/v0.1/page-profile.json', import.meta.url)
    const { localStorage } = JSON.parse(await readFile(profile, 'utf8')) as { localStorage: Record<string, string> }
    const stored = parseEncryptedKeys(localStorage['aw-studio-keys'] ?? null)
    expect(stored && (await decryptKeys(stored, 'open sesame'))).toMatchObject([{ name: 'orders_token' }])
  })

  it('are not read from invalid data', () => {
    for (const text of [
      null,
      '',
      '{}',
      '[]',
      'null',
      '{"version":2,"salt":"a","iv":"b","sealed":"c","iterations":1}',
    ]) {
      expect(parseEncryptedKeys(text)).toBeUndefined()
    }
  })
})
