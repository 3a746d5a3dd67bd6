import { idSchema } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../test/sizes.ts'
import { toLegacySourceId, toSourceId } from './source-id.ts'

const base = 'https://host.example/shop/page.html'
const idOf = (src: string): string => toSourceId(src, base)

describe('toSourceId', () => {
  it('is a valid id, the same for the same URL', () => {
    for (const src of ['cosmo-ready.json', '/', '../ü/%20/a_b.json', `${'long/'.repeat(60)}w.json`, '?v=1']) {
      expect(idSchema.safeParse(idOf(src)).success).toBe(true)
      expect(idOf(src)).toBe(idOf(src))
    }
    expect(idOf('w.json#part')).toBe(idOf('w.json'))
  })

  it('is readable if the path is unambiguous', () => {
    expect(idOf('w.json')).toBe('src.shop.w.json')
    expect(idOf('my-w.json?v=2')).toMatch(/^src\.shop\.my\.w\.json-[0-9a-z]{6,13}$/)
  })

  it('differs for URLs that differ in a character, a slash or the query', () => {
    const long = 'long/'.repeat(60)
    const addresses = ['/a/b.json', '/a-b.json', '/a.b.json', '/a_b.json', '/a/b/json', '/a/b.json/', '/a//b.json']
    const all = [...addresses, '/a/b.json?version=2', '/a/b.json?version=3', `/${long}1.json`, `/${long}2.json`]
    expect(new Set(all.map(idOf)).size).toBe(all.length)
  })

  it('is unique per path', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', '/', '.', '-', '?', '='), { maxLength: 8 })
      .map((all) => all.join(''))
    const address = (src: string): string => {
      const { pathname, search } = new URL(src)
      return pathname + search
    }
    fc.assert(
      fc.property(path, path, (left, right) => {
        const [one, two] = [`https://host.example/${left}`, `https://host.example/${right}`]
        expect(idOf(one) === idOf(two)).toBe(address(one) === address(two))
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })
})

describe('toLegacySourceId', () => {
  it('is the id of earlier versions, if it differs and is unambiguous', () => {
    expect(toLegacySourceId('cosmo-ready.json', base)).toBe('src.shop.cosmo.ready.json')
    expect(toLegacySourceId('w.json', base)).toBeUndefined()
    expect(toLegacySourceId('cosmo-ready.json?version=2', base)).toBeUndefined()
    expect(toLegacySourceId(`${'long-'.repeat(60)}w.json`, base)).toBeUndefined()
  })
})
