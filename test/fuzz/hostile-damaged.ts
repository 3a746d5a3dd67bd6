import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostileKind } from './hostile-file.ts'
import { damage } from './hostile-packed.ts'
import type { Random } from './random.ts'

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))
/** Files of every supported format, written by other programs. */
const validFiles: string[] = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .map((path) => join(fixtures, path))
  .filter((path) => statSync(path).isFile() && statSync(path).size < 200_000)
  .sort()

/** A valid file with the given extension, in which some bytes are changed. */
function damagedInside(random: Random, extension: RegExp): Uint8Array {
  const bytes = Uint8Array.from(readFileSync(random.pick(validFiles.filter((path) => extension.test(path)))))
  const [from, to] = [Math.min(100, bytes.length >> 2), Math.max(bytes.length - 16, bytes.length >> 1)]
  for (let remaining = random.int(1, 30); remaining > 0; remaining--) bytes[random.int(from, to)] = random.int(0, 255)
  return bytes
}

/** Damaged versions of valid files. */
export const hostileDamaged: HostileKind[] = [
  { name: 'Parquet damaged inside', make: ({ random }) => damagedInside(random, /\.parquet$/) },
  { name: 'SQLite damaged inside', make: ({ random }) => damagedInside(random, /\.sqlite$/) },
  { name: 'workbook of another program damaged inside', make: ({ random }) => damagedInside(random, /\.(xlsx?|ods)$/) },
  { name: 'a good file damaged', make: ({ random }) => damage(random, readFileSync(random.pick(validFiles))) },
  { name: 'another good file damaged', make: ({ random }) => damage(random, readFileSync(random.pick(validFiles))) },
  {
    name: 'a good file twice',
    make: ({ random }) => {
      const first = readFileSync(random.pick(validFiles))
      return Uint8Array.from([...first, ...readFileSync(random.pick(validFiles))])
    },
  },
]
