import { describe, expect, it } from 'vitest'
import { openKeys, readSealed, sealKeys } from './key-safe.ts'

const keys = [{ name: 'openai', value: 'sk-very-secret', hosts: ['api.openai.com'] }]

describe('keys under a passphrase', () => {
  it('come out as they went in, by the passphrase alone', async () => {
    const sealed = await sealKeys(keys, 'correct horse')
    const stored = JSON.stringify(sealed)
    expect(stored).not.toContain('secret')
    expect(stored).not.toContain('openai')
    expect(await openKeys(readSealed(stored)!, 'correct horse')).toEqual(keys)
    expect(await openKeys(sealed, 'wrong horse')).toBeUndefined()
    const changed = { ...sealed, sealed: btoa(`x${atob(sealed.sealed).slice(1)}`) }
    expect(await openKeys(changed, 'correct horse')).toBeUndefined()
    expect((await sealKeys(keys, 'correct horse')).salt).not.toBe(sealed.salt)
  })

  it('are not read from what is none', () => {
    for (const text of [
      null,
      '',
      '{}',
      '[]',
      'null',
      '{"version":2,"salt":"a","iv":"b","sealed":"c","iterations":1}',
    ]) {
      expect(readSealed(text)).toBeUndefined()
    }
  })
})
