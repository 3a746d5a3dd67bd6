import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from './plan-load.ts'
import { readSamples } from './read-samples.ts'

/** More than 512 KiB, so that only its start and three blocks are read. */
const table = `day,north,south\n${'2024-01-31,12.5,13.5\n'.repeat(26_000)}`
const note = '[ reached the limit of rows ]'

describe('readSamples', () => {
  it.each([0, 1])('reads a large file up to its last byte, also with %i more bytes', async (bytes) => {
    const { blocks } = await readSamples(createMemoryFile('large.csv', table + 'x'.repeat(bytes + 1)))
    expect(new TextDecoder().decode(blocks.at(-1)).endsWith('5\n' + 'x'.repeat(bytes + 1))).toBe(true)
  })

  it.each([` ${note}\n`, note])('finds a note in the last line of a large file: "%s"', async (end) => {
    const { filePlan } = await planLoad(createMemoryFile('large.csv', table + end), { exact: true })
    expect(filePlan?.plan.trailingLines).toBe(1)
  })
})
