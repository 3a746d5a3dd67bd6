import { emptySlots, listPresentSlots, getSlot, withSlot, type Slots } from './slots.ts'

/**
 * A persistent map. Setting or removing a key takes constant time and shares the remaining structure. Entries keep
 * their insertion order. Implemented with hash buckets in a persistent vector.
 */
export interface PersistentMap<Key extends string | number, Value> {
  readonly size: number
  /** The serial number of the next key to be added. */
  readonly serial: number
  readonly buckets: Slots<readonly Entry<Key, Value>[] | undefined>
}

interface Entry<Key, Value> {
  readonly key: Key
  readonly value: Value
  readonly serial: number
}

export const emptyPersistentMap: PersistentMap<never, never> = { size: 0, serial: 0, buckets: emptySlots }

const bucketMask = 0x7fff

/** Computes a key's bucket. Numbers are their own hash; strings are hashed with FNV-1a. */
function findBucketIndex(key: string | number): number {
  if (typeof key === 'number') return key & bucketMask
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 15)) & bucketMask
}

export function getMapValue<Key extends string | number, Value>(
  { size, buckets }: PersistentMap<Key, Value>,
  key: Key,
): Value | undefined {
  return size === 0 ? undefined : getSlot(buckets, findBucketIndex(key))?.find((entry) => entry.key === key)?.value
}

export function withMapEntry<Key extends string | number, Value>(
  { size, serial, buckets }: PersistentMap<Key, Value>,
  key: Key,
  value: Value,
): PersistentMap<Key, Value> {
  const bucketIndex = findBucketIndex(key)
  const bucket = getSlot(buckets, bucketIndex) ?? []
  const existingIndex = bucket.findIndex((entry) => entry.key === key)
  if (existingIndex >= 0) {
    const entry = { key, value, serial: bucket[existingIndex]!.serial }
    return { size, serial, buckets: withSlot(buckets, bucketIndex, bucket.with(existingIndex, entry)) }
  }
  return {
    size: size + 1,
    serial: serial + 1,
    buckets: withSlot(buckets, bucketIndex, [...bucket, { key, value, serial }]),
  }
}

export function withoutMapEntry<Key extends string | number, Value>(
  map: PersistentMap<Key, Value>,
  key: Key,
): PersistentMap<Key, Value> {
  const bucketIndex = findBucketIndex(key)
  const bucket = getSlot(map.buckets, bucketIndex)
  const remainingEntries = bucket?.filter((entry) => entry.key !== key)
  if (!remainingEntries || remainingEntries.length === bucket!.length) return map
  if (map.size === 1) return emptyPersistentMap
  return {
    ...map,
    size: map.size - 1,
    buckets: withSlot(map.buckets, bucketIndex, remainingEntries.length > 0 ? remainingEntries : undefined),
  }
}

/** Returns the entries in insertion order. */
export function listMapEntries<Key extends string | number, Value>({
  size,
  buckets,
}: PersistentMap<Key, Value>): [Key, Value][] {
  if (size === 0) return []
  const entries = listPresentSlots(buckets).flat()
  return entries.sort((a, b) => a.serial - b.serial).map(({ key, value }) => [key, value])
}
