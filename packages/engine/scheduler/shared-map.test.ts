import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import {
  emptySharedMap,
  listSharedEntries,
  getShared,
  withoutShared,
  withShared,
  type SharedMap,
} from './shared-map.ts'

const anyKey = fc.oneof(fc.nat(40), fc.constantFrom(32_768, 32_769, 65_536), fc.stringMatching(/^[a-c]#\d$/))

it('[E12] a shared map keeps earlier states and insertion order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.option(fc.nat())), { maxLength: 80 }), (changes) => {
      let shared: SharedMap<string | number, number> = emptySharedMap
      const map = new Map<string | number, number>()
      const before: [SharedMap<string | number, number>, [string | number, number][]][] = []
      for (const [key, value] of changes) {
        before.push([shared, [...map]])
        if (value === null) map.delete(key)
        else map.set(key, value)
        shared = value === null ? withoutShared(shared, key) : withShared(shared, key, value)
        expect(getShared(shared, key)).toBe(map.get(key))
      }
      for (const [state, entries] of [...before, [shared, [...map]] as const]) {
        expect(listSharedEntries(state)).toEqual(entries)
        expect(state.size).toBe(entries.length)
      }
    }),
    { seed, numRuns: sizes.propertyRuns },
  )
})
