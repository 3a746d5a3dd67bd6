/**
 * Computes the random delay of a scheduled start in milliseconds, up to `jitterSeconds`. The delay depends only on the
 * schedule and the scheduled time, so that all servers compute the same delay.
 *
 * @internal
 */
export function computeStartDelay(scheduleId: string, plannedTime: number, jitterSeconds: number): number {
  // Hashed with FNV-1a.
  let hash = 0x811c9dc5
  for (const character of `${scheduleId}/${plannedTime}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0
  }
  // The low bits of FNV-1a are better distributed than the high bits.
  return Math.floor(((hash % 1_000_003) / 1_000_003) * jitterSeconds * 1000)
}
