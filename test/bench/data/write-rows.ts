import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const categories = ['café', 'museum', 'park', 'school', 'station', 'theatre', 'library', 'market']
const first = ['Old', 'New', 'Upper', 'Lower', 'Great', 'Little', 'North', 'South']
const last = ['Harbour', 'Meadow', 'Bridge', 'Mill', 'Garden', 'Square', 'Tower', 'Well']

/** Pseudorandom numbers from 0 to 1 from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Place {
  id: number
  name: string
  latitude: string
  longitude: string
  category: string
  visited: string
}

function* places(rows: number, random: () => number): Generator<Place> {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!
  for (let id = 1; id <= rows; id++) {
    const name = `${pick(first)} ${pick(last)}${random() < 0.05 ? `, ${pick(first)} side` : ''}`
    const latitude = (random() * 180 - 90).toFixed(5)
    const longitude = (random() * 360 - 180).toFixed(5)
    const category = random() < 0.02 ? '' : pick(categories)
    const visited = new Date(Date.UTC(2015, 0, 1 + Math.floor(random() * 4000))).toISOString().slice(0, 10)
    yield { id, name, latitude, longitude, category, visited }
  }
}

function* csvLines(all: Iterable<Place>): Generator<string> {
  yield 'id,name,latitude,longitude,category,visited\n'
  for (const { id, name, latitude, longitude, category, visited } of all) {
    const quoted = name.includes(',') ? `"${name}"` : name
    yield `${id},${quoted},${latitude},${longitude},${category},${visited}\n`
  }
}

function* jsonParts(all: Iterable<Place>): Generator<string> {
  let before = '['
  for (const { latitude, longitude, category, ...place } of all) {
    const numbers = { latitude: Number(latitude), longitude: Number(longitude) }
    yield before + JSON.stringify({ ...place, ...numbers, category: category === '' ? null : category })
    before = ','
  }
  yield ']'
}

async function write(path: string, parts: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path)
  let piece = ''
  for (const part of parts) {
    piece += part
    if (piece.length < 1 << 20) continue
    if (!stream.write(piece)) await once(stream, 'drain')
    piece = ''
  }
  stream.end(piece)
  await once(stream, 'finish')
}

/**
 * Writes a CSV file of places: id, name (some quoted), latitude, longitude, category (some missing), date. The rows depend
 * only on the seed.
 */
export const writeRows = (path: string, rows: number, seed = 20261120): Promise<void> =>
  write(path, csvLines(places(rows, seeded(seed))))

/** Writes the same places as a JSON list of objects. */
export const writeJsonRows = (path: string, rows: number, seed = 20261120): Promise<void> =>
  write(path, jsonParts(places(rows, seeded(seed))))
