import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import {
  emptyPersistentMap,
  listMapEntries,
  getMapValue,
  withoutMapEntry,
  withMapEntry,
  type PersistentMap,
} from './shared-map.ts'

const anyKey = fc.oneof(fc.nat(40), fc.constantFrom(32_768, 32_769, 65_536), fc.stringMatching(/^[a-c]#\d$/))

it('[E12] a shared map keeps earlier states and insertion order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.option(fc.nat())), { maxLength: 80 }), (changes) => {
      let shared: PersistentMap<string | number, number> = emptyPersistentMap
      const map = new Map<string | number, number>()
      const before: [PersistentMap<string | number, number>, [string | number, number][]][] = []
      for (const [key, value] of changes) {
        before.push([shared, [...map]])
        if (value === null) map.delete(key)
        else map.set(key, value)
        shared = value === null ? withoutMapEntry(shared, key) : withMapEntry(shared, key, value)
        expect(getMapValue(shared, key)).toBe(map.get(key))
      }
      for (const [state, entries] of [...before, [shared, [...map]] as const]) {
        expect(listMapEntries(state)).toEqual(entries)
        expect(state.size).toBe(entries.length)
      }
    }),
    { seed, numRuns: sizes.propertyRuns },
  )
})
