import { openDuckDb } from '@aw-flow/data/node'
import type { SourceFile, Tables } from '@aw-flow/engine'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, sizes } from '../sizes.ts'
import { hostileDamaged } from './hostile-damaged.ts'
import { chooseKinds } from './hostile-file.ts'
import { hostileKinds } from './hostile-kinds.ts'
import { checkHostileFile } from './hostile-outcome.ts'
import { createRandom } from './random.ts'

let tables: Tables
/** Memory of this process before the first file. Test files share processes, and earlier ones leave memory behind. */
let rssBefore: number
beforeAll(async () => {
  rssBefore = process.memoryUsage().rss
  tables = await openDuckDb({ memoryLimit: '2GB' })
})
afterAll(() => tables.close())

function sourceFile(name: string, content: Uint8Array | string): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    dataset: createHash('sha256').update(bytes).digest('hex'),
    name,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  }
}

/** CPU time of this process in milliseconds, which does not depend on other load. */
function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Maximum CPU time per file: ten times the limit of 5 s, since memory and caches are shared with other processes. On an
 * idle machine with two cores, the slowest file takes 2 to 3 s.
 */
const maxMs = 50_000

/** Maximum growth of this process's memory after any load: DuckDB's limit is 2 GB, the rest is for the bytes of the file. */
const maxGrowthBytes = 2.75 * 2 ** 30

describe('hostile files', () => {
  const slowest: { name: string; ms: number }[] = []
  const chosen = chooseKinds([...hostileKinds, ...hostileDamaged], sizes.hostileFiles)

  it.each(chosen.map((kind, index) => ({ index, kind, name: kind.name })))(
    '$index: $name',
    async ({ index, kind }) => {
      const maker = { random: createRandom(seed + index), large: sizes.hostileMegabytes }
      const file = sourceFile(`hostile-${index}.csv`, kind.make(maker))
      const began = processorTime()
      const { outcome, violations } = await checkHostileFile(file, tables, `hostile_${index}`)
      const took = processorTime() - began
      slowest.push({ name: `${index} ${kind.name} (${outcome}, ${file.size} bytes)`, ms: took })
      expect(violations).toEqual([])
      expect(took).toBeLessThan(maxMs)
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      expect((globalThis as { polluted?: unknown }).polluted).toBeUndefined()
      expect(process.memoryUsage().rss - rssBefore).toBeLessThan(maxGrowthBytes)
    },
    60_000,
  )

  afterAll(() => {
    const shown = slowest.sort((a, b) => b.ms - a.ms).slice(0, 8)
    const all = slowest.reduce((sum, { ms }) => sum + ms, 0)
    console.info(
      `${chosen.length} files took ${Math.round(all / 1000)} s of CPU time. The slowest: ${shown.map(({ name, ms }) => `${name} ${Math.round(ms)} ms`).join('; ')}`,
    )
  })
})
