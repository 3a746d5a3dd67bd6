import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const categories = ['café', 'museum', 'park', 'school', 'station', 'theatre', 'library', 'market']
const firstWords = ['Old', 'New', 'Upper', 'Lower', 'Great', 'Little', 'North', 'South']
const lastWords = ['Harbour', 'Meadow', 'Bridge', 'Mill', 'Garden', 'Square', 'Tower', 'Well']

/** Creates a generator of pseudorandom numbers in [0, 1) from a seed (mulberry32). */
function createRandom(seed: number): () => number {
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

function* generatePlaces(rows: number, random: () => number): Generator<Place> {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!
  for (let id = 1; id <= rows; id++) {
    const name = `${pick(firstWords)} ${pick(lastWords)}${random() < 0.05 ? `, ${pick(firstWords)} side` : ''}`
    const latitude = (random() * 180 - 90).toFixed(5)
    const longitude = (random() * 360 - 180).toFixed(5)
    const category = random() < 0.02 ? '' : pick(categories)
    const visited = new Date(Date.UTC(2015, 0, 1 + Math.floor(random() * 4000))).toISOString().slice(0, 10)
    yield { id, name, latitude, longitude, category, visited }
  }
}

function* csvLines(places: Iterable<Place>): Generator<string> {
  yield 'id,name,latitude,longitude,category,visited\n'
  for (const { id, name, latitude, longitude, category, visited } of places) {
    const quoted = name.includes(',') ? `"${name}"` : name
    yield `${id},${quoted},${latitude},${longitude},${category},${visited}\n`
  }
}

function* jsonParts(places: Iterable<Place>): Generator<string> {
  let separator = '['
  for (const { latitude, longitude, category, ...place } of places) {
    const numbers = { latitude: Number(latitude), longitude: Number(longitude) }
    yield separator + JSON.stringify({ ...place, ...numbers, category: category === '' ? null : category })
    separator = ','
  }
  yield ']'
}

async function write(path: string, parts: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path)
  let buffer = ''
  for (const part of parts) {
    buffer += part
    if (buffer.length < 1 << 20) continue
    if (!stream.write(buffer)) await once(stream, 'drain')
    buffer = ''
  }
  stream.end(buffer)
  await once(stream, 'finish')
}

/**
 * Writes a CSV file of places with an id, a name (sometimes quoted), latitude, longitude, a category (sometimes
 * missing) and a date. The rows depend only on the seed.
 */
export const writeRows = (path: string, rows: number, seed = 20261120): Promise<void> =>
  write(path, csvLines(generatePlaces(rows, createRandom(seed))))

/** Writes the same places as a JSON array of objects. */
export const writeJsonRows = (path: string, rows: number, seed = 20261120): Promise<void> =>
  write(path, jsonParts(generatePlaces(rows, createRandom(seed))))
