import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const categories = ['café', 'museum', 'park', 'school', 'station', 'theatre', 'library', 'market']
const first = ['Old', 'New', 'Upper', 'Lower', 'Great', 'Little', 'North', 'South']
const last = ['Harbour', 'Meadow', 'Bridge', 'Mill', 'Garden', 'Square', 'Tower', 'Well']

/** A generator of numbers in 0–1 that gives the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function* lines(rows: number, random: () => number): Generator<string> {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!
  yield 'id,name,latitude,longitude,category,visited\n'
  for (let row = 1; row <= rows; row++) {
    const name = `${pick(first)} ${pick(last)}${random() < 0.05 ? `, ${pick(first)} side` : ''}`
    const quoted = name.includes(',') ? `"${name}"` : name
    const latitude = (random() * 180 - 90).toFixed(5)
    const longitude = (random() * 360 - 180).toFixed(5)
    const category = random() < 0.02 ? '' : pick(categories)
    const day = new Date(Date.UTC(2015, 0, 1 + Math.floor(random() * 4000))).toISOString().slice(0, 10)
    yield `${row},${quoted},${latitude},${longitude},${category},${day}\n`
  }
}

/**
 * Writes a CSV file of places: id, name (some quoted), latitude, longitude, category (some missing), date. The same
 * rows for the same seed.
 */
export async function writeRows(path: string, rows: number, seed = 20261120): Promise<void> {
  const stream = createWriteStream(path)
  let piece = ''
  for (const line of lines(rows, seeded(seed))) {
    piece += line
    if (piece.length < 1 << 20) continue
    if (!stream.write(piece)) await once(stream, 'drain')
    piece = ''
  }
  stream.end(piece)
  await once(stream, 'finish')
}
